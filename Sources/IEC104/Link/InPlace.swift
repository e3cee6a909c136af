/// Reads something of a large value where it is. What a method of a value needs is copied when the
/// value is a property of an object, with a count for every array in it.
@inline(__always)
func inPlace<Value, Result>(
    _ value: inout Value, _ read: (borrowing Value) -> Result
) -> Result {
    read(value)
}
