/// A gradient of weights by its parts: row i is s_i t_i and the sum of P_ki v_k over the rows k of P and of V.
package struct FactoredGradient<Scalar: Floating>: Sendable {
  /// s, an element for each row.
  package var strengths: [Scalar]
  /// P, a column for each row of the weights.
  package var pulls: Matrix<Scalar>
  /// V, a column for each of theirs.
  package var inputs: Matrix<Scalar>

  /// A gradient of weights of `rows` by `columns`, of so many products beside t; all of it zero.
  package init(rows: Int, columns: Int, products: Int) {
    strengths = Array(repeating: 0, count: rows)
    pulls = Matrix(rows: products, columns: rows, repeating: 0)
    inputs = Matrix(rows: products, columns: columns, repeating: 0)
  }
}
