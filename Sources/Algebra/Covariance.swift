import Archiving
internal import CKernels

/// The matrix P of recursive least squares: the inverse of the weighted sum of u u'.
///
/// L. Ljung and T. Söderström, "Theory and Practice of Recursive Identification" (1983), section 2.2. Of P, which is
/// symmetric, the lower triangle alone is held. An observation and a pseudo-observation of one element after it are taken
/// together, each element of P being read twice and written once:
///
///     (1) p = P u,  d = f + u'p,  gain = p / d
///     (2) r = s (P e_j - p p_j / d) / f,  its gain r / (1 + s r_j)
///     (3) P <- (P - p p' / d) / f - r r' / (1 + s r_j)
///
/// Where the inputs have left a direction alone for so long that P has grown a millionfold there, pseudo-observations keep
/// it from growing on, where there is no leakage to do it: the rounding of so large a number would drown the rest of P.
/// Where P has lost its definiteness in spite of that, which an observation shows by a negative u'P u, it begins anew.
package struct Covariance: Sendable {
  private var lower: Matrix<Double>
  private var product: [Double]
  private var pseudo: [Double]
  private let initial: Double
  private static let mostGrowth = 1e6

  /// P = `initial` times the unit matrix, for inputs of `count` elements.
  package init(count: Int, initial: Double) {
    self.initial = initial
    lower = Matrix(rows: count, columns: wholeVectors(count), repeating: 0)
    product = Array(repeating: 0, count: count)
    pseudo = product
    restart()
  }

  /// P.
  package var matrix: Matrix<Double> {
    var whole = Matrix(rows: product.count, columns: product.count, repeating: 0.0)
    for i in product.indices {
      for j in product.indices { whole[i, j] = lower[max(i, j), min(i, j)] }
    }
    return whole
  }

  /// Takes the observation `u`, by which all before it is forgotten by a factor, and the pseudo-observation that has
  /// `leakage` as its `element` and nothing else. Writes the gain of the first into a row of `gains` and, where `leakage`
  /// is not 0, that of the second into the same row of `leakGains`.
  ///
  /// Elements of `u` beyond those of P are left alone. An observation that is not finite is left out, with gains of 0. Some
  /// 3 n^2 operations for n elements.
  package mutating func observe(
    _ u: [Double], forgetting: Double, gain gains: inout Matrix<Double>, leaking element: Int = 0,
    leakage: Double = 0, gain leakGains: inout Matrix<Double>, row: Int
  ) {
    multiply(u)
    if spread(u) < 0 {
      restart()
      multiply(u)
    }
    let denominator = forgetting + spread(u)
    let isSound = denominator.isFinite
    let (scale, growth) = isSound ? (1 / denominator, 1 / forgetting) : (0, 1)
    for i in product.indices {
      product[i] = isSound ? product[i] : 0
      gains[row, i] = scale * product[i]
    }
    let strength = leakage > 0 ? leakage : restraint(element, growth)
    guard strength > 0 else {
      update(growth, product, scale * growth, nil, 0)
      return
    }
    let shared = scale * product[element]
    for i in pseudo.indices {
      let entry = i < element ? lower[element, i] : lower[i, element]
      pseudo[i] = strength * growth * (entry - shared * product[i])
    }
    let pseudoScale = 1 / (1 + strength * pseudo[element])
    if leakage > 0 {
      for i in pseudo.indices { leakGains[row, i] = pseudoScale * pseudo[i] }
    }
    update(growth, product, scale * growth, pseudo, pseudoScale)
  }

  /// u' P u
  private func spread(_ u: [Double]) -> Double {
    var sum = 0.0
    for i in product.indices { sum += u[i] * product[i] }
    return sum
  }

  /// The strength of a pseudo-observation that brings P back to its bound at `element`; 0 where it is within.
  private func restraint(_ element: Int, _ growth: Double) -> Double {
    let bound = Self.mostGrowth * initial
    let next = growth * lower[element, element]
    return next > bound ? (1 / bound - 1 / next).squareRoot() : 0
  }

  private mutating func restart() {
    lower.fill(with: 0)
    for i in product.indices { lower[i, i] = initial }
  }

  private mutating func multiply(_ u: [Double]) {
    precondition(u.count >= product.count, "\(u.count) elements are no input of \(product.count)")
    let (count, stride) = (product.count, lower.columns)
    // All three arrays have `count` elements or as many rows, and are held meanwhile.
    lower.storage.withUnsafeBufferPointer { p in
      u.withUnsafeBufferPointer { u in
        product.withUnsafeMutableBufferPointer { y in
          markercast_symmetric_multiply(p.baseAddress, stride, count, u.baseAddress, y.baseAddress)
        }
      }
    }
  }

  private mutating func update(_ f: Double, _ u: [Double], _ a: Double, _ v: [Double]?, _ b: Double) {
    let (count, stride) = (u.count, lower.columns)
    // As above.
    lower.storage.withUnsafeMutableBufferPointer { p in
      u.withUnsafeBufferPointer { u in
        guard let v else {
          markercast_symmetric_update(p.baseAddress, stride, count, f, a, u.baseAddress, 0, nil)
          return
        }
        v.withUnsafeBufferPointer { v in
          markercast_symmetric_update(p.baseAddress, stride, count, f, a, u.baseAddress, b, v.baseAddress)
        }
      }
    }
  }
}

extension Covariance: Archivable {
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&lower)
  }
}
