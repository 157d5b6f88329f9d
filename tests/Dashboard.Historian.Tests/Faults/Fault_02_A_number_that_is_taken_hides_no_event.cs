using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Faults;

/// <summary>Both events are kept, in a file.</summary>
[Trait("Fault", "02")]
public sealed class Fault_02_A_number_that_is_taken_hides_no_event() : TakenNumberTests(new SqliteUnderTest());
