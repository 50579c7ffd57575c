import Events

/// GRDB has a class of the same name, long deprecated; here a record is always what a gateway sent.
typealias Record = Events.Record
