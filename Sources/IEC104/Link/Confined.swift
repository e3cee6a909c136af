/// What belongs to the thread of a loop, held by an actor that lives on that loop.
///
/// Sendable, as `value` is touched by the actor and on the thread of the loop only, which are the
/// same; letting go of the last reference is done there too.
struct Confined<Value: AnyObject>: @unchecked Sendable {
    let value: Value
}
