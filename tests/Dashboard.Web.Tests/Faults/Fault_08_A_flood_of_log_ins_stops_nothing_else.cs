using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Dashboard.Web.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MQTTnet;
using TestKit;
using TestKit.Logs;

namespace Dashboard.Web.Tests.Faults;

[Trait("Category", "Slow")]
public sealed class Fault_08_A_flood_of_log_ins_stops_nothing_else
{
    private const int LoggedIn = 7000;

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
        hasher.Forget();
        using IDisposable held = hasher.Hold();
        using HttpClient attackers = dashboard.Anonymous();
        ConcurrentBag<int> answers = [];
        Task[] flood = [.. Enumerable.Range(0, 300).Select(number => TryAsync(attackers, number, answers))];
        int turnedAway = 300 - PasswordGate.Workers - PasswordGate.Waiting;
        await Eventually.TrueAsync(() => answers.Count == turnedAway, "all but those in the gate are answered", Cancelled);
        Assert.All(answers, status => Assert.Equal(429, status));
        Assert.Equal(PasswordGate.Workers, hasher.Running);
        await user.JsonAsync("/api/sites");
        await user.JsonAsync("/healthz");
        held.Dispose();
        await Task.WhenAll(flood);
        Assert.Equal(300 - turnedAway, answers.Count(status => status == 401));
        Assert.True(hasher.NeverOnThePool);
    }

    [Fact]
    public async Task Pages_broker_and_new_passwords_wait_at_one_gate()
    {
        using TemporaryFolder directory = new();
        BrokerFiles.Write(directory.Path);
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(directory.Path);
        using HttpClient user = await dashboard.LogInAsync();
        using HttpClient page = dashboard.Anonymous();
        await using BrokerPeer turnedAway = new();
        using (FullGate full = await FullGate.AtAsync(dashboard.Services.GetRequiredService<PasswordGate>()))
        {
            Assert.Equal(PasswordGate.Workers, full.Running);
            Assert.Equal(MqttClientConnectResultCode.ServerBusy, (await turnedAway.ConnectAsync(dashboard.BrokerPort, "gwA")).ResultCode);
            Assert.Equal(HttpStatusCode.TooManyRequests, await ChangeAsync(user));

            // Nobody is locked out for passwords that were not looked at.
            for (int i = 0; i <= LogInGuard.WrongUntilLocked; i++)
            {
                Assert.Equal(HttpStatusCode.TooManyRequests, await LogInAsync(page));
            }
        }

        await using BrokerPeer gateway = new();
        Assert.Equal(MqttClientConnectResultCode.Success, (await gateway.ConnectAsync(dashboard.BrokerPort, "gwA")).ResultCode);
        Assert.Equal(HttpStatusCode.OK, await LogInAsync(page));
        Assert.Equal(HttpStatusCode.OK, await ChangeAsync(user));
    }

    /// <summary>The gate fills between the check of the present password and the hash of the new one.</summary>
    [Fact]
    public async Task A_new_password_whose_hash_finds_no_place_changes_nothing()
    {
        using TemporaryFolder directory = new();
        PasswordGate? gate = null;
        FullGate? full = null;
        Notes log = new()
        {
            Written = note =>
            {
                if (note.Id == LoggedIn && gate is not null)
                {
                    full ??= FullGate.AtAsync(gate).GetAwaiter().GetResult();
                }
            },
        };
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(
            directory.Path, null, services => services.AddSingleton<ILoggerProvider>(new NotesProvider(log)));
        using HttpClient user = await dashboard.LogInAsync();
        gate = dashboard.Services.GetRequiredService<PasswordGate>();
        HttpStatusCode answer = await ChangeAsync(user);
        Assert.NotNull(full);
        full.Dispose();
        Assert.Equal(HttpStatusCode.TooManyRequests, answer);
        await user.JsonAsync("/api/sites");
        (await dashboard.LogInAsync()).Dispose();
    }

    [Fact]
    public async Task A_new_password_is_hashed_within_the_gate()
    {
        using TemporaryFolder directory = new();
        using HeldHasher hasher = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(
            directory.Path, null, services => services.AddSingleton<IPasswordHasher<DashboardUser>>(hasher));
        using HttpClient user = await dashboard.LogInAsync();
        hasher.Forget();
        Assert.Equal(HttpStatusCode.OK, await ChangeAsync(user));
        Assert.Equal(1, hasher.Made);
        Assert.True(hasher.NeverOnThePool);
    }

    private static async Task<HttpStatusCode> LogInAsync(HttpClient client)
    {
        using HttpResponseMessage answer = await client.PostAsJsonAsync(
            "/api/session", new { user = "luis", password = RunningDashboard.Password }, Cancelled);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> ChangeAsync(HttpClient client)
    {
        using HttpResponseMessage answer = await client.PutAsJsonAsync(
            "/api/session/password", new { current = RunningDashboard.Password, @new = "otra frase bien larga" }, Cancelled);
        return answer.StatusCode;
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

        internal int Made { get; private set; }

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

        public override string HashPassword(DashboardUser user, string password)
        {
            Made++;
            NeverOnThePool &= !Thread.CurrentThread.IsThreadPoolThread;
            return base.HashPassword(user, password);
        }

        /// <summary>What was made at the start does not count.</summary>
        internal void Forget() => (Made, NeverOnThePool) = (0, true);

        /// <summary>Holds all until the result is disposed. Declare it after the dashboard, which ends only when nothing is held.</summary>
        internal IDisposable Hold()
        {
            _open.Reset();
            return new Released(_open);
        }

        private sealed class Released(ManualResetEventSlim open) : IDisposable
        {
            public void Dispose() => open.Set();
        }
    }

    /// <summary>Takes every place of the gate until it is disposed.</summary>
    private sealed class FullGate : IDisposable
    {
        private const int MostWorks = 10_000;

        private readonly ManualResetEventSlim _open = new();
        private readonly List<Task> _works = [];
        private int _running;

        internal int Running => Volatile.Read(ref _running);

        internal static async Task<FullGate> AtAsync(PasswordGate gate)
        {
            FullGate full = new();
            try
            {
                await Eventually.TrueAsync(() => full.IsFull(gate), "every place is taken", Cancelled);
                return full;
            }
            catch
            {
                full.Dispose();
                throw;
            }
        }

        public void Dispose()
        {
            _open.Set();
            Task.WaitAll(_works, CancellationToken.None);
            _open.Dispose();
        }

        // Once every thread holds one, nothing leaves the queue any more.
        private bool IsFull(PasswordGate gate)
        {
            bool everyThread = Running >= PasswordGate.Workers;
            while (true)
            {
                Assert.True(_works.Count < MostWorks, "The gate is never full.");
                Task<Gated<int>> work = gate.RunAsync(Work, Cancelled);
                _works.Add(work);
                if (work.IsCompletedSuccessfully && work.Result.Refused)
                {
                    return everyThread;
                }
            }
        }

        private int Work()
        {
            int running = Interlocked.Increment(ref _running);
            _open.Wait(CancellationToken.None);
            return running;
        }
    }
}
