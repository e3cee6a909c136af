// What users of the library need beside the two stations: values of the codec, parameters and
// errors of a link, points and requests, the loop that the stations run on.
@_exported public import IEC104Codec
@_exported public import IEC104Net
@_exported public import IEC104Session
@_exported public import IEC104Station
