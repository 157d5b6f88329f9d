using Dashboard.Web.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Users;

/// <summary>Fault 50, a sister: a name could be written with letters that look like those of another one.</summary>
public sealed class A_name_looks_like_itself(SharedDashboard shared) : IClassFixture<SharedDashboard>
{
    [Theory]
    [InlineData("w\u0430lly")] // Cyrillic a
    [InlineData("\u0441\u043e\u0441\u043e")] // Cyrillic, reads coco
    [InlineData("wally\u03bf")] // Greek omicron
    [InlineData("\u0251na")] // the a of phonetics
    [InlineData("\uff41na")] // a wide a
    [InlineData("\u0561na")] // Armenian
    [InlineData("ana\u0661")] // an Arabic one
    [InlineData("ana\u0301")] // an accent of its own
    [InlineData("a\u00d7b")] // times
    [InlineData("\ud835\udc1ana")] // a bold a of mathematics
    [InlineData("")]
    [InlineData("..")] // no address leads to it
    public async Task One_of_other_letters_is_refused(string name)
    {
        AccountException refused = await Assert.ThrowsAsync<AccountException>(() => AddAsync(name));
        Assert.Contains("Latin letters", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("i\u00f1aki.n\u00fa\u00f1ez-2")]
    [InlineData("ana@example.org")]
    [InlineData("\u0141ukasz_z+1")]
    public async Task One_of_Latin_letters_is_taken(string name)
    {
        await AddAsync(name);
        await using AsyncServiceScope scope = shared.Dashboard.Services.CreateAsyncScope();
        Assert.NotNull(await scope.ServiceProvider.GetRequiredService<Accounts>().FindAsync(name));
    }

    private async Task AddAsync(string name)
    {
        await using AsyncServiceScope scope = shared.Dashboard.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Accounts>().AddAsync(name, "viewer", RunningDashboard.Password, mustChange: false);
    }
}
