using System.Text.Json;
using TestKit;

namespace Edge.EndToEnd.Tests.Field;

/// <summary>The feeders of a simulator, switched as chance has it. Feeder n hangs on the IED at address n + 1.</summary>
internal sealed class Plant(FieldProgram field, Random chance)
{
    // An IED keeps five events; an operation brings two at most.
    private const int Room = 3;

    private readonly bool[] _open = new bool[9];

    /// <summary>Opens or closes a few feeders, those whose IED has room for what that brings.</summary>
    public async Task OperateAsync(CancellationToken stop)
    {
        int[] feeders = [1, 2, 3, 4, 5, 6, 7, 8];
        chance.Shuffle(feeders);
        foreach (int feeder in feeders.Take(chance.Next(2, 5)))
        {
            await OperateAsync(feeder, stop);
        }
    }

    /// <summary>Opens or closes a feeder, unless its IED has no room for that.</summary>
    public async Task OperateAsync(int feeder, CancellationToken stop)
    {
        JsonElement ied = (await IedsAsync(stop)).First(i => i.GetProperty("address").GetInt32() == feeder + 1);
        if (ied.GetProperty("stack").GetInt32() <= Room)
        {
            await field.TellAsync($"{(_open[feeder] ? "close" : "open")} F{feeder}", stop);
            _open[feeder] = !_open[feeder];
        }
    }

    /// <summary>Waits until no IED holds an event any more: all were asked for and acknowledged.</summary>
    public Task EmptyAsync(CancellationToken stop) => Eventually.TrueAsync(
        async () => (await IedsAsync(stop)).All(i => i.GetProperty("stack").GetInt32() == 0), "no IED holds an event", stop);

    // Behind its one concentrator, or on its one bus.
    private async Task<JsonElement[]> IedsAsync(CancellationToken stop)
    {
        JsonElement status = await field.StatusAsync(stop);
        JsonElement where = status.GetProperty("buses") is { ValueKind: JsonValueKind.Array } buses ? buses[0] : status;
        return [.. where.GetProperty("ieds").EnumerateArray()];
    }
}
