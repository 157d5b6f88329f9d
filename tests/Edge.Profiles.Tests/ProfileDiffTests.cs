using System.Collections.Immutable;

namespace Edge.Profiles.Tests;

public sealed class ProfileDiffTests : IDisposable
{
    private readonly Station _station = new();

    public void Dispose() => _station.Dispose();

    [Fact]
    public void The_same_workbook_has_no_difference() => Assert.Empty(Changes(_ => { }));

    [Fact]
    public void A_new_a_removed_and_a_moved_point_are_distinguished()
    {
        ImmutableArray<ProfileChange> changes = Changes(sheets =>
        {
            sheets["di"][1][4] = 5;
            sheets["di"].Add([6, 1, 2, 1, 1, "XXNEW", "Nueva", 0, 1, null]);
            sheets["ai"].RemoveAt(2);
        });
        Assert.Equal(
            [
                (ProfileChangeGroup.Digital, ProfileChangeKind.Changed, "XX52B01"),
                (ProfileChangeGroup.Digital, ProfileChangeKind.Added, "XXNEW"),
                (ProfileChangeGroup.Analog, ProfileChangeKind.Removed, "XXPA_02"),
            ],
            changes.Select(change => (change.Group, change.Kind, change.Key)));
        Assert.Equal([new ProfileFieldChange("bit", "0", "5")], changes[0].Fields);
    }

    [Fact]
    public void An_IED_with_another_size_and_the_points_behind_it_are_named()
    {
        ImmutableArray<ProfileChange> changes = Changes(sheets =>
        {
            sheets["ied"][1][4] = 8;
            sheets["di"][3][2] = 5;
        });
        Assert.Equal([new ProfileFieldChange("digital words", "3", "4")], changes[0].Fields);
        Assert.Equal([new ProfileFieldChange("offset", "4", "5")], changes[1].Fields);
    }

    [Fact]
    public void Formulas_colours_words_elements_and_the_concentrator_are_compared()
    {
        ImmutableArray<ProfileChange> changes = Changes(sheets =>
        {
            sheets["comaster"][1][1] = "10.0.0.9";
            sheets["Fórmulas"][2][4] = "SI(di.XX52B01.value,1,2)";
            sheets["color"][1][2] = new Filled("ocre", "D19A1D");
            sheets["textoevtipo"][1][3] = "ABIERTA";
            sheets["eg"][1][7] = 1;
        });
        Assert.Equal(
            [
                "Comaster 4: address 10.0.0.4:9761 → 10.0.0.9:9761",
                "Element XX52B01: out of use no → yes",
                "Formula XX52B01.fill: formula SI(di.XX52B01.value,2,1) → SI(di.XX52B01.value,1,2)",
                "Colour 1: colour #d19a1c → #d19a1d",
                "StateText 0 × 0: text ABIERTO → ABIERTA",
            ],
            changes.Select(
                change => $"{change.Group} {change.Key}: {change.Fields[0].Name} {change.Fields[0].Old} → {change.Fields[0].New}"));
    }

    [Fact]
    public void Tags_that_appear_and_disappear_in_a_drawing_are_named()
    {
        ProfileImportResult old = _station.Import();
        _station.Drawing(
            "plan.svg",
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">
              <rect tag="XX52B01" width="4" height="4"/><text tag="XXVV_02"><tspan>33.0</tspan></text>
            </svg>
            """);
        ProfileChange change = Assert.Single(ProfileDiff.Compare(old, _station.Import()));
        Assert.Equal((ProfileChangeGroup.Drawing, ProfileChangeKind.Changed, "XX"), (change.Group, change.Kind, change.Key));
        Assert.Equal([new ProfileFieldChange("tag", null, "XXVV_02"), new ProfileFieldChange("tag", "XXVV_01", null)], change.Fields);
    }

    [Fact]
    public void A_drawing_with_the_same_tags_and_other_shapes_is_named_too()
    {
        ProfileImportResult old = _station.Import();
        _station.Drawing(
            "plan.svg",
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">
              <rect tag="XX52B01" width="5" height="4"/><text tag="XXVV_01"><tspan>33.0</tspan></text>
            </svg>
            """);
        Assert.Equal("shapes", Assert.Single(Assert.Single(ProfileDiff.Compare(old, _station.Import())).Fields).Name);
    }

    private ImmutableArray<ProfileChange> Changes(Action<Dictionary<string, List<object?[]>>> change)
    {
        ProfileImportResult old = _station.Import();
        change(_station.Sheets);
        return ProfileDiff.Compare(old, _station.Import());
    }
}
