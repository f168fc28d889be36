/// The version of markercast.
package let version = "0.1.0"
