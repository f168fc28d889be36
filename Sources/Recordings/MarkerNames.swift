/// The names of `count` synthetic markers: `M1`, `M2` and so on, as wide as the last, so that they sort in this order.
func markerNames(_ count: Int) -> [String] {
  let width = String(count).count
  return (1...count).map { n in "M" + String(repeating: "0", count: width - String(n).count) + "\(n)" }
}
