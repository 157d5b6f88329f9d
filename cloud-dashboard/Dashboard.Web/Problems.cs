using Dashboard.Historian;
using Microsoft.AspNetCore.Diagnostics;

namespace Dashboard.Web;

/// <summary>Errors as problem details, each with a <c>code</c>: a stable word that the pages translate.</summary>
internal static class Problems
{
    internal static IResult Of(int status, string code, string detail) =>
        Results.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });

    /// <summary>The code of a status that nobody has explained better.</summary>
    internal static string CodeOf(int? status) => status switch
    {
        400 => "badRequest",
        401 => "notLoggedIn",
        403 => "forbidden",
        404 => "notFound",
        405 => "methodNotAllowed",
        413 => "tooLarge",
        415 => "jsonRequired",
        429 => "tooMany",
        503 => "unavailable",
        _ => "internalError",
    };
}

/// <summary>A historian that cannot answer is a state of the system, not a fault of the request.</summary>
internal sealed class HistorianProblem(IProblemDetailsService problems, ILogger<HistorianProblem> logger) : IExceptionHandler
{
    /// <inheritdoc />
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not HistorianException)
        {
            return ValueTask.FromResult(false);
        }

        Log.HistorianFailed(logger, exception.Message);
        httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = { Status = 503, Detail = "The historian cannot answer now.", Extensions = { ["code"] = "historianDown" } },
        });
    }
}
