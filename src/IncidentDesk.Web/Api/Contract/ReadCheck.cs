namespace IncidentDesk.Web.Api.Contract;

/// <summary>Answers a request whose body could not be read, before the endpoint and before any transaction.</summary>
internal sealed class ReadCheck : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var problem = context.Arguments.OfType<IReadFromRequest>().Select(read => read.Problem).FirstOrDefault(p => p is not null);
        return problem ?? await next(context);
    }
}
