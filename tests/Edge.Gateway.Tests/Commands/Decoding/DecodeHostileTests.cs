using System.Text.Json;
using CsCheck;

namespace Edge.Gateway.Tests.Commands.Decoding;

public sealed class DecodeHostileTests
{
    [Fact]
    public void An_answer_cut_at_every_length_is_never_good_and_never_throws()
    {
        string[] bytes = Frames.Answer.Split(' ');
        for (int length = 1; length < bytes.Length; length++)
        {
            DecodeRun run = DecodeRun.Json(string.Join(' ', bytes.Take(length)));
            Assert.Equal(1, run.Exit);
            using JsonDocument json = JsonDocument.Parse(Assert.Single(run.Lines));
            Assert.Equal("bad", json.RootElement.GetProperty("bcc").GetString());
            Assert.Contains("cut off", json.RootElement.GetProperty("error").GetString());
        }
    }

    [Fact]
    public void An_answer_with_any_byte_changed_is_never_good_and_never_throws()
    {
        string[] bytes = Frames.Answer.Split(' ');
        for (int at = 0; at < bytes.Length; at++)
        {
            foreach (int change in new[] { 1, 0x10, 0x80, 0xFF })
            {
                string[] wrong = [.. bytes];
                wrong[at] = (Convert.ToInt32(wrong[at], 16) ^ change).ToString("X2", null);
                DecodeRun run = DecodeRun.Json(string.Join(' ', wrong));
                Assert.DoesNotContain("\"bcc\":\"ok\"", run.Output);
                Assert.Equal(at == 0 ? 0 : 1, run.Exit); // Without its FE it is no frame at all.
                Assert.Equal(run.Exit, DecodeRun.Of(string.Join(' ', wrong)).Exit);
            }
        }
    }

    [Fact]
    public void Any_bytes_give_valid_json_and_readable_text() =>
        Gen.Select(
            Gen.Frequency((3, Gen.Byte), (2, Gen.Const((byte)0xFE)), (3, Gen.Byte[0, 20]), (1, Gen.Const((byte)0x10))).Array[0, 300],
            Gen.Bool).Sample(
            (bytes, log) =>
            {
                string line = (log ? "rx " : "") + Convert.ToHexString(bytes);
                DecodeRun run = DecodeRun.Json(line);
                Assert.InRange(run.Exit, 0, 1);
                foreach (string one in run.Lines)
                {
                    JsonDocument.Parse(one).Dispose();
                }

                Assert.Equal(run.Exit, DecodeRun.Of(line).Exit);
            },
            iter: 300);

    [Fact]
    public void Any_text_is_read_without_an_exception() =>
        Gen.Char["FEfe0189 -:,;|\\x\n\rgé_.[]="].Array[0, 200].Sample(
            characters => Assert.InRange(DecodeRun.Json(new string(characters)).Exit, 0, 1),
            iter: 500);

    [Fact]
    public void A_huge_line_is_read_in_part_and_says_so()
    {
        DecodeRun run = DecodeRun.Json($"{Frames.Poll}{new string(' ', 300_000)}{Frames.Sync}\n{Frames.Poll}\n");
        Assert.Equal(
            [
                "{\"line\":1,\"bcc\":\"ok\",\"dst\":1,\"src\":64,\"seq\":128,\"com\":16}",
                "{\"line\":1,\"error\":\"line longer than 262144 characters: the rest was not read\"}",
                "{\"line\":2,\"bcc\":\"ok\",\"dst\":1,\"src\":64,\"seq\":128,\"com\":16}",
            ],
            run.Lines);
        Assert.Equal(1, run.Exit);
        Assert.Contains("line 1  ! longer than 262144 characters", DecodeRun.Of(new string('x', 300_000)).Output);
    }

    [Fact]
    public void A_line_full_of_starts_of_frames_is_done_in_reasonable_work()
    {
        // 80 000 bytes that all look like the start of a frame of 254 bytes, and of a broken one of 8.
        Assert.Equal(1, DecodeRun.Json(string.Concat(Enumerable.Repeat("FEFE", 40_000))).Exit);
        Assert.Equal(1, DecodeRun.Json(string.Concat(Enumerable.Repeat("FE08010000000000", 10_000))).Exit);
        Assert.Equal(1, DecodeRun.Json(string.Concat(Enumerable.Repeat("FEFD", 40_000))).Exit);
    }
}
