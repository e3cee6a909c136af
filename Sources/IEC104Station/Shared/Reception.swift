package import IEC104Codec

/// What an engine made of a received ASDU.
package enum Reception: Hashable, Sendable {
    /// It was served, refused or mirrored.
    case handled
    /// It breaks the structure of an ASDU: counted, answered with nothing.
    case malformed(DecodeError)
}
