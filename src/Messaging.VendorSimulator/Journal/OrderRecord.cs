namespace Messaging.VendorSimulator.Journal;

/// <summary>
/// One order's state. There may be a million of them, so it is small: the first application is a field, and a list is
/// made only for an order that is applied again. Callers hold a lock on the record.
/// </summary>
internal sealed class OrderRecord
{
    private Application _first;
    private List<Application>? _later;
    private string _appId = "";
    private int _sent;

    public int Applied { get; private set; }

    public void Sent(string appId)
    {
        _appId = appId;
        _sent++;
    }

    public void Apply(Application application)
    {
        if (Applied++ == 0)
            _first = application;
        else if (Applied <= VendorJournal.MaxApplicationsKept)
            (_later ??= new(1)).Add(application);
    }

    public JournalEntry ToEntry(string orderNo) => new()
    {
        OrderNo = orderNo,
        AppId = _appId,
        Sent = _sent,
        Applied = Applied,
        Applications = Applied == 0 ? [] : [_first, .. _later ?? []],
    };
}
