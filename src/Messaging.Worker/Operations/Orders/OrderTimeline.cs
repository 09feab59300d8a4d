using System.Text.Json;
using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Words;

namespace Messaging.Worker.Operations.Orders;

/// <summary>Puts what befell an order event into the order of time, and into words. Pure.</summary>
internal sealed class OrderTimeline
{
    private readonly OrderStatus _status;
    private readonly Language _language;
    private readonly List<OrderTimelineEntry> _entries = [];

    private OrderTimeline(OrderStatus status, Language language)
    {
        _status = status;
        _language = language;
    }

    /// <param name="status">What the ledger knows of the event.</param>
    /// <param name="order">All events of its order.</param>
    /// <param name="acts">What operators did that names the event.</param>
    /// <param name="language">The sentences'. What a vendor says stays as it is.</param>
    public static IReadOnlyList<OrderTimelineEntry> Build(
        OrderStatus status, IReadOnlyList<OrderStatus> order, IReadOnlyList<AuditRecord> acts, Language language)
    {
        var timeline = new OrderTimeline(status, language);
        timeline.AddBeginning();
        timeline.AddSteps();
        timeline.AddEnd();
        timeline.AddOperators(order, acts);
        // Of equal times what was added first comes first.
        return [.. timeline._entries.OrderBy(entry => entry.At)];
    }

    private void AddBeginning()
    {
        Add(_status.OccurredAt, "occurred", OrderTimelineWords.Occurred);
        if (_status.RetryOf is { } failed)
            Add(_status.ReceivedAt, "received", OrderTimelineWords.RetryOf, failed);
        else
            Add(_status.ReceivedAt, "received", OrderTimelineWords.Received);
    }

    private void AddSteps()
    {
        var missing = _status.Attempts
            - _status.Steps.Count(step => step.Call is not null)
            - (_status.Call is null ? 0 : 1);
        if (missing > 0)
            Add(FindGap(), "notKept", OrderTimelineWords.NotKept, missing);
        foreach (var step in _status.Steps)
        {
            if (step.Call is { } call)
                AddCall(call);
            if (step.LostWorker is { } worker)
                AddLost(step, worker);
            if (step.DueAt is { } due)
                AddWait(step, due);
        }
    }

    private void AddEnd()
    {
        if (_status.Call is { } call)
            AddCall(call);
        if (_status is { SettledAt: { } settled, ResultJson: { } json })
            Add(settled, "settled", DescribeResult(json));
        if (_status.PublishedAt is { } published)
            Add(published, "published", OrderTimelineWords.Published);
    }

    private void AddOperators(IReadOnlyList<OrderStatus> order, IReadOnlyList<AuditRecord> acts)
    {
        foreach (var act in acts)
            Add(act.At, "operator", OrderTimelineWords.Operator, act.Who, act.Action, act.Why);
        foreach (var retry in order.Where(other => other.RetryOf == _status.EventId))
        {
            var text = OrderTimelineWords.Retried.In(_language, retry.EventId);
            _entries.Add(new(retry.ReceivedAt, "retried", text, Event: retry.EventId));
        }
    }

    /// <summary>Where steps are left out; else the calls were before there was a record of them.</summary>
    private DateTimeOffset FindGap() => _status.Steps.Index().Where(step => step.Item.Number > step.Index + 1)
        .Select(step => step.Item.Call?.Began ?? step.Item.At)
        .FirstOrDefault(_status.ReceivedAt);

    private void AddCall(SentCall call)
    {
        var milliseconds = (long)call.Duration.TotalMilliseconds;
        var text = OrderTimelineWords.Sent.In(
            _language,
            _status.Vendor,
            call.Worker,
            call.Orders == 1 ? Say(OrderTimelineWords.Alone) : Say(OrderTimelineWords.WithOthers, call.Orders - 1),
            OrderTimelineWords.OutcomeOf(call.Outcome, _language),
            milliseconds,
            call.Code is null ? "" : Say(OrderTimelineWords.Code, call.Code),
            call.RequestId is null ? "" : Say(OrderTimelineWords.RequestId, call.RequestId));
        _entries.Add(new(
            call.Began,
            "call",
            text,
            Call: new(call.Worker, milliseconds, call.Orders, call.Outcome, call.Code, call.RequestId)));
    }

    private void AddLost(OrderStep step, string worker) => Add(
        step.At,
        "workerLost",
        step.InDoubt ? OrderTimelineWords.LostInDoubt : OrderTimelineWords.LostUnsent,
        worker.Length == 0 ? Say(OrderTimelineWords.SomeWorker) : worker);

    private void AddWait(OrderStep step, DateTimeOffset due)
    {
        var why = string.Join(' ', new[] { step.Code, step.Message }.Where(text => !string.IsNullOrEmpty(text)));
        var because = why.Length == 0 ? "" : Say(OrderTimelineWords.Because, why);
        var text = due > step.At
            ? Say(OrderTimelineWords.Waits, due, because)
            : Say(OrderTimelineWords.GivenBack, because);
        _entries.Add(new(
            step.At, "wait", step.InDoubt ? text + Say(OrderTimelineWords.MayBeDone) : text, Until: due));
    }

    private string DescribeResult(string json)
    {
        using var result = JsonDocument.Parse(json);
        if (!result.RootElement.TryGetProperty("reason", out var reason))
            return Say(OrderTimelineWords.Succeeded);
        var code = result.RootElement.TryGetProperty("vendorCode", out var given) ? given.ToString() : "";
        return Say(
            OrderTimelineWords.Failed, reason, code.Length == 0 ? "" : Say(OrderTimelineWords.Code, code));
    }

    private string Say(Word word, params object?[] values) => word.In(_language, values);

    private void Add(DateTimeOffset at, string what, Word word, params object?[] values) =>
        Add(at, what, Say(word, values));

    private void Add(DateTimeOffset at, string what, string text) => _entries.Add(new(at, what, text));
}
