import Testing

/// Expects that two values are the same, of which one may change what it is taken from.
func same<Value: Equatable>(
    _ value: Value, _ expected: Value, _ location: SourceLocation = #_sourceLocation
) {
    #expect(value == expected, sourceLocation: location)
}
