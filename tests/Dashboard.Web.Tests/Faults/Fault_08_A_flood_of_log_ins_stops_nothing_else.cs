using System.Collections.Concurrent;
using System.Net.Http.Json;
using Dashboard.Web.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using TestKit;

namespace Dashboard.Web.Tests.Faults;

public sealed class Fault_08_A_flood_of_log_ins_stops_nothing_else
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_passwords_are_checked_at_a_time_and_the_rest_is_turned_away()
    {
        using TemporaryFolder directory = new();
        using HeldHasher hasher = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(
            directory.Path, null, services => services.AddSingleton<IPasswordHasher<DashboardUser>>(hasher),
            "--Proxies:Known:0", "127.0.0.1");
        using HttpClient user = await dashboard.LogInAsync();
        hasher.Hold();
        using HttpClient attackers = dashboard.Anonymous();
        ConcurrentBag<int> answers = [];
        Task[] flood = [.. Enumerable.Range(0, 300).Select(number => TryAsync(attackers, number, answers))];
        int turnedAway = 300 - PasswordGate.Workers - PasswordGate.Waiting;
        await Eventually.TrueAsync(() => answers.Count == turnedAway, "all but those in the gate are answered", Cancelled);
        Assert.All(answers, status => Assert.Equal(429, status));
        Assert.Equal(PasswordGate.Workers, hasher.Running);
        await user.JsonAsync("/api/sites");
        await user.JsonAsync("/healthz");
        hasher.Release();
        await Task.WhenAll(flood);
        Assert.Equal(300 - turnedAway, answers.Count(status => status == 401));
        Assert.True(hasher.NeverOnThePool);
    }

    private static async Task TryAsync(HttpClient client, int number, ConcurrentBag<int> answers)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/session")
        {
            Content = JsonContent.Create(new { user = $"x{number}", password = "wrong" }),
        };
        request.Headers.Add("X-Forwarded-For", $"10.0.0.{number % 30}");
        using HttpResponseMessage answer = await client.SendAsync(request, Cancelled);
        answers.Add((int)answer.StatusCode);
    }

    private sealed class HeldHasher : PasswordHasher<DashboardUser>, IDisposable
    {
        private readonly ManualResetEventSlim _open = new(initialState: true);
        private int _running;

        internal int Running => Volatile.Read(ref _running);

        internal bool NeverOnThePool { get; private set; } = true;

        public void Dispose()
        {
            _open.Set();
            _open.Dispose();
        }

        public override PasswordVerificationResult VerifyHashedPassword(DashboardUser user, string hashedPassword, string providedPassword)
        {
            Interlocked.Increment(ref _running);
            NeverOnThePool &= !Thread.CurrentThread.IsThreadPoolThread;
            _open.Wait(Cancelled);
            Interlocked.Decrement(ref _running);
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }

        internal void Hold() => _open.Reset();

        internal void Release() => _open.Set();
    }
}
