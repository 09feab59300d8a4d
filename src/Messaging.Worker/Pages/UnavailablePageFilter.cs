using Messaging.Worker.Operations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Messaging.Worker.Pages;

/// <summary>Tells a person who asks what is away.</summary>
internal sealed class UnavailablePageFilter(IModelMetadataProvider metadata) : IExceptionFilter
{
    public void OnException(ExceptionContext context)
    {
        if (context.Exception is not UnavailableException away)
            return;
        context.Result = new ViewResult
        {
            ViewName = "/Pages/Unavailable.cshtml",
            StatusCode = StatusCodes.Status503ServiceUnavailable,
            ViewData = new(metadata, context.ModelState) { Model = away.Message },
        };
        context.ExceptionHandled = true;
    }
}
