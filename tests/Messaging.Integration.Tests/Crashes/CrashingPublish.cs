using MassTransit;

namespace Messaging.Integration.Tests.Crashes;

/// <summary>Dies once the broker has confirmed the first result.</summary>
internal sealed class CrashingPublish(CrashPoint point) : IPublishObserver
{
    public Task PrePublish<T>(PublishContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class
    {
        point.Reached(CrashWindow.AfterFirstPublish);
        return Task.CompletedTask;
    }

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;
}
