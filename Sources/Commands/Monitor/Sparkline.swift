/// The last `width` of `values` as bars, the newest at the right; a bar is full at the highest, and blank where there is no
/// finite value.
package func sparkline(_ values: [Double?], width: Int) -> String {
  let shown = values.suffix(width).map { $0?.isFinite == true ? $0 : nil }
  let top = shown.compactMap { $0 }.max() ?? 0
  let bars = Array("▁▂▃▄▅▆▇█")
  let text = shown.map { value -> Character in
    guard let value else { return " " }
    guard top > 0 else { return bars[0] }
    return bars[min(max(Int(value / top * 8), 0), 7)]
  }
  return right(String(text), width)
}
