namespace Messaging.Integration.Tests.Crashes;

/// <summary>
/// Moments between order event and result. Each name says what was last done, or what was about to be done.
/// </summary>
public enum CrashWindow
{
    BeforeClaim,
    AfterClaim,
    BeforeClaimDue,
    AfterClaimDue,
    BeforeRecordSendIntent,
    RecordSendIntent,
    BeforeCall,
    DuringCall,
    AfterCall,
    BeforeSettle,
    AfterSettle,
    AfterTakeUnpublished,
    AfterFirstPublish,
    BeforeMarkPublished,
    AfterMarkPublished,
}
