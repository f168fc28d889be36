/// The models by the names that the command line and the wire call them by.
public enum Model: String, CaseIterable, Hashable, Sendable {
  /// Every marker stays where it is.
  case persistence
  /// Least squares on a window of positions, fitted once.
  case linear
  /// Least mean squares.
  case lms
  /// Recursive least squares with forgetting.
  case rls
  /// A recurrent network trained by unbiased online recurrent optimisation.
  case uoro
  /// A recurrent network trained by real-time recurrent learning.
  case rtrl
  /// A recurrent network trained by the sparse one-step approximation of RTRL.
  case snap1
  /// A recurrent network trained by synthetic gradients: decoupled neural interfaces.
  case dni
  /// Every marker goes to where it has been of late.
  case mean
  /// Recursive least squares on random features.
  case features
  /// What followed the most similar moments of the past.
  case analogue
  /// What followed the past moments of which a recurrent network had foreseen the like.
  case guidedAnalogue = "guided-analogue"
  /// Local ridge regression on the most similar moments of the past.
  case localRidge = "local-ridge"
  /// Several models, each weighted by how it has done.
  case mixture
}

extension Model: Codable {}

/// A family of settings for every model.
public enum Preset: String, CaseIterable, Hashable, Sendable {
  /// What forecasts best: displacement targets, one scale, a least-squares readout.
  case standard = "default"
  /// The setting of Pohl et al. 2022 (arXiv:2106.01100), made causal.
  case pohl2021
}

/// The hyper-parameters of a model; nil takes the preset's.
public struct HyperParameters: Hashable, Sendable, Codable {
  /// The size of the hidden state, q.
  public var hidden: Int?
  /// The number of positions in the window, k.
  public var window: Int?
  /// The learning rate.
  public var learningRate: Double?
  /// The largest norm of a gradient.
  public var clip: Double?
  /// The standard deviation of the initial weights.
  public var sigma: Double?
  /// The models that a mixture is made of.
  public var experts: [Model]?

  /// Hyper-parameters; nil takes the preset's.
  public init(
    hidden: Int? = nil, window: Int? = nil, learningRate: Double? = nil, clip: Double? = nil,
    sigma: Double? = nil, experts: [Model]? = nil
  ) {
    self.hidden = hidden
    self.window = window
    self.learningRate = learningRate
    self.clip = clip
    self.sigma = sigma
    self.experts = experts
  }

  /// The names of the command line's flags.
  package enum CodingKeys: String, CodingKey {
    case hidden, window, clip, sigma, experts
    case learningRate = "learning-rate"

    /// Those that are numbers, which a search can go through.
    package static let numbers: [CodingKeys] = [.hidden, .window, .clip, .sigma, .learningRate]
  }

  /// Hyper-parameters as a file holds them. A name that is not known is an error: it would be a setting not made.
  public init(from decoder: any Decoder) throws {
    for key in try decoder.container(keyedBy: AnyKey.self).allKeys
    where CodingKeys(stringValue: key.stringValue) == nil {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath, debugDescription: "there is no hyper-parameter '\(key.stringValue)'"
        ))
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    hidden = try container.decodeIfPresent(Int.self, forKey: .hidden)
    window = try container.decodeIfPresent(Int.self, forKey: .window)
    learningRate = try container.decodeIfPresent(Double.self, forKey: .learningRate)
    clip = try container.decodeIfPresent(Double.self, forKey: .clip)
    sigma = try container.decodeIfPresent(Double.self, forKey: .sigma)
    experts = try container.decodeIfPresent([Model].self, forKey: .experts)
  }

  /// Any name, known or not.
  package struct AnyKey: CodingKey {
    package let stringValue: String
    package var intValue: Int? { nil }
    package init(stringValue: String) { self.stringValue = stringValue }
    package init?(intValue: Int) { nil }
  }
}
