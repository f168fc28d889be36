import Glibc
import MarkerMotion

/// Where a marker lies on the chest, and how it follows it: along a line, and somewhat later across it, so that its path is
/// a loop.
struct Place {
  /// Where it lies, mm.
  let base: Position
  /// The measure in which it breathes, and by how many seconds it is late.
  let share: Double
  let lag: Double
  /// Its way along the line, across it, and where the whole body shifts, for each mm.
  let direction: Position
  let across: Position
  let shift: Position

  /// The place of marker `m`, counted from 0.
  init(_ m: Int) {
    let number = Double(m)
    base = Position(60 * Double(m % 3) - 60, 40 * Double(m / 3), 10 * number)
    share = 1 - 0.12 * Double(m % 5)
    lag = 0.08 * Double(m % 5)
    direction = Self.unit(Position(0.2 * sin(number), 0.35 + 0.1 * cos(2 * number), 0.9))
    across = 0.15 * Self.unit(Position(0.9, 0.1 * number, -0.2))
    shift = (1 - 0.08 * Double(m % 4)) * Self.unit(Position(0.5, 0.3, 0.81))
  }

  private static func unit(_ v: Position) -> Position { v / (v * v).sum().squareRoot() }
}
