using Edge.Field.Bus;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>An IED that answers badly and a line that is disturbed are logged once, and once when they are well again.</summary>
public sealed class MaraLineQualityTests
{
    private const int Bad = 1157;
    private const int Well = 1158;
    private const int LineDisturbed = 1159;
    private const int LineQuiet = 1160;

    private readonly BusParts _parts = new();

    [Fact]
    public void Six_misses_in_64_polls_are_a_bad_link_and_64_answers_a_good_one()
    {
        for (int i = 0; i < 5; i++)
        {
            Miss(5, BusOutcome.Silent);
            Answer(5, 1);
        }

        Assert.Empty(_parts.Notes.All);
        Miss(5, BusOutcome.Silent);
        Miss(5, BusOutcome.Silent);
        (_, int id, string text) = Assert.Single(_parts.Notes.All);
        Assert.Equal(Bad, id);
        Assert.Contains("IED 5 (Alimentador 5) answers badly: 6 of its last 64 polls", text, StringComparison.Ordinal);
        Assert.Contains("no answer in time", text, StringComparison.Ordinal);
        Answer(5, 63);
        Assert.Equal(0, _parts.Notes.Count(Well));
        Answer(5, 65);
        Assert.Equal(1, _parts.Notes.Count(Well));
    }

    [Fact]
    public void Misses_that_are_far_apart_are_no_bad_link()
    {
        for (int i = 0; i < 100; i++)
        {
            Miss(5, BusOutcome.Silent);
            Answer(5, 13);
        }

        Assert.Empty(_parts.Notes.All);
    }

    [Fact]
    public void Bytes_without_an_answer_from_several_IEDs_are_a_disturbed_line()
    {
        foreach (int address in (int[])[2, 3, 4, 5, 6, 7, 8])
        {
            Miss(address, BusOutcome.Garbled);
        }

        Assert.Empty(_parts.Notes.All);
        Miss(9, BusOutcome.Garbled);
        Miss(10, BusOutcome.Garbled);
        Assert.Equal([LineDisturbed], _parts.Notes.All.Select(n => n.Id));
        Answer(2, 63);
        Assert.Equal(0, _parts.Notes.Count(LineQuiet));
        Answer(2, 1);
        Assert.Equal(1, _parts.Notes.Count(LineQuiet));
    }

    [Fact]
    public void Missing_answers_do_not_count_for_the_line()
    {
        foreach (int address in Enumerable.Range(2, 11))
        {
            Miss(address, BusOutcome.Silent);
        }

        Assert.Empty(_parts.Notes.All);
    }

    [Fact]
    public void An_IED_that_is_lost_is_not_logged_as_answering_badly()
    {
        for (int i = 0; i < 5; i++)
        {
            Miss(5, BusOutcome.Silent);
        }

        _parts.Quality.Missed(_parts.Ied(5), BusOutcome.Silent, "no answer in time", isLostNow: true);
        Assert.Empty(_parts.Notes.All);
    }

    [Fact]
    public void What_was_before_a_loss_is_forgotten()
    {
        for (int i = 0; i < 5; i++)
        {
            Miss(5, BusOutcome.Silent);
        }

        _parts.Quality.Forget(_parts.Ied(5));
        Miss(5, BusOutcome.Silent);
        Assert.Empty(_parts.Notes.All);
    }

    private void Miss(int address, BusOutcome outcome) =>
        _parts.Quality.Missed(_parts.Ied(address), outcome, "no answer in time", isLostNow: false);

    private void Answer(int address, int times)
    {
        for (int i = 0; i < times; i++)
        {
            _parts.Quality.Answered(_parts.Ied(address));
        }
    }
}
