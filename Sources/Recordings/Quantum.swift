/// `value` rounded to a step of `quantum`, in the same unit; a step below a millionth of a millionth does not round.
func rounded(_ value: Double, to quantum: Double) -> Double {
  guard quantum > 1e-12 else { return value }
  let steps = (value / quantum).rounded()
  // Of a step of 0.1 mm, dividing by 10 gives the nearest doubles to whole tenths, as a tracker writes them.
  let perMillimetre = 1 / quantum
  return perMillimetre == perMillimetre.rounded() ? steps / perMillimetre : steps * quantum
}
