#include "ui/words.h"

#include <QCoreApplication>

namespace portcullis::ui {

namespace {

Phrase refusal(const char* title, const char* explanation)
{
    return {QCoreApplication::translate("Words", title),
            QCoreApplication::translate("Words", explanation),
            Tone::Bad};
}

Phrase allowed()
{
    return {QCoreApplication::translate("Words", "Allowed"),
            QCoreApplication::translate("Words", "The key's allow-list has this tool."),
            Tone::Good};
}

// What the key is bound to stands in the way, or the secret is not its own any more.
Phrase describeBindingReason(api::Reason reason)
{
    switch (reason) {
    case api::Reason::SecretEnded:
        return refusal(
            QT_TRANSLATE_NOOP("Words", "Old secret"),
            QT_TRANSLATE_NOOP("Words",
                              "The key has a new secret, and the time of the old one is over. Give "
                              "the client the new one, or make another on the page Keys."));
    case api::Reason::KeyNotForTransport:
        return refusal(
            QT_TRANSLATE_NOOP("Words", "Other way in"),
            QT_TRANSLATE_NOOP("Words",
                              "The key is bound to other ways in than the one that the client has "
                              "taken. Change the key's binding, or connect the client that way."));
    case api::Reason::KeyNotForProgram:
        return refusal(
            QT_TRANSLATE_NOOP("Words", "Other program"),
            QT_TRANSLATE_NOOP("Words",
                              "The key is bound to other programs. If the client was updated, bind "
                              "the key to its new file; if not, its secret may have been copied."));
    default:
        return refusal(
            QT_TRANSLATE_NOOP("Words", "Program unknown"),
            QT_TRANSLATE_NOOP("Words",
                              "The key is bound to programs, and the client's could not be told: "
                              "over HTTP it never can. Connect it by portcullisctl stdio."));
    }
}

Phrase describeKeyReason(api::Reason reason)
{
    switch (reason) {
    case api::Reason::MissingKey:
        return refusal(
            QT_TRANSLATE_NOOP("Words", "No key"),
            QT_TRANSLATE_NOOP("Words",
                              "The client sent no key. Put the key's secret into the client's "
                              "configuration as the header Authorization: Bearer …"));
    case api::Reason::UnknownKey:
        return refusal(
            QT_TRANSLATE_NOOP("Words", "Unknown key"),
            QT_TRANSLATE_NOOP(
                "Words",
                "The client's key is not one of this gateway's: it was mistyped, removed, or "
                "belongs to another installation. Create a new key if its secret is lost."));
    case api::Reason::KeyDisabled:
        return refusal(QT_TRANSLATE_NOOP("Words", "Key disabled"),
                       QT_TRANSLATE_NOOP(
                           "Words",
                           "This key is switched off. Enable it on the page Keys if its owner may "
                           "work again."));
    case api::Reason::KeyExpired:
        return refusal(QT_TRANSLATE_NOOP("Words", "Key expired"),
                       QT_TRANSLATE_NOOP(
                           "Words",
                           "This key's time has run out. Give it a later date on the page Keys, or "
                           "create a new key."));
    default:
        return describeBindingReason(reason);
    }
}

// What is above the key stands in its way, or a budget has.
Phrase describeOwnerReason(api::Reason reason)
{
    switch (reason) {
    case api::Reason::TeamDisabled:
        return refusal(
            QT_TRANSLATE_NOOP("Words", "Team disabled"),
            QT_TRANSLATE_NOOP("Words",
                              "The team that owns this key is switched off, and all of "
                              "its keys with it. Enable the team if it may work again."));
    case api::Reason::CustomerDisabled:
        return refusal(
            QT_TRANSLATE_NOOP("Words", "Customer disabled"),
            QT_TRANSLATE_NOOP("Words",
                              "The customer whose team owns this key is switched off, and all of "
                              "its teams with it. Enable the customer if it may work again."));
    case api::Reason::CaseClosed:
        return refusal(QT_TRANSLATE_NOOP("Words", "Case closed"),
                       QT_TRANSLATE_NOOP("Words",
                                         "This key is bound to a case that is closed. Open the "
                                         "case again, or bind the key to another one."));
    case api::Reason::ToolNotInCase:
        return refusal(
            QT_TRANSLATE_NOOP("Words", "Tool not for this case"),
            QT_TRANSLATE_NOOP(
                "Words",
                "This tool is on the key's allow-list, but not on that of the case the key is "
                "bound to. If it is needed for the case, allow it there."));
    case api::Reason::ToolNotInPolicy:
        return refusal(
            QT_TRANSLATE_NOOP("Words", "Tool not in the policy"),
            QT_TRANSLATE_NOOP(
                "Words",
                "The signed policy of this installation does not allow this tool to any key. Who "
                "needs it asks the administrator."));
    default:
        return refusal(
            QT_TRANSLATE_NOOP("Words", "Budget used up"),
            QT_TRANSLATE_NOOP("Words",
                              "A budget of the key, its team, customer or case, or of the server "
                              "had no room for this call. It has room again when its time is over; "
                              "raise its limit if more may be used before."));
    }
}

// There is no such tool for this key, and why.
Phrase describeToolReason(api::Reason reason)
{
    switch (reason) {
    case api::Reason::UnknownTool:
        return refusal(QT_TRANSLATE_NOOP("Words", "No such tool"),
                       QT_TRANSLATE_NOOP(
                           "Words",
                           "No server offers a tool of this name. The client may remember an old "
                           "list; have it reload its tools."));
    case api::Reason::ToolNotAllowed:
        return refusal(
            QT_TRANSLATE_NOOP("Words", "Tool not allowed"),
            QT_TRANSLATE_NOOP(
                "Words",
                "This tool is not on the key's allow-list. To the client it looks as if the "
                "tool did not exist. If the key's owner may use it, allow it on the page "
                "Keys."));
    case api::Reason::ToolHidden:
        return refusal(
            QT_TRANSLATE_NOOP("Words", "Tool hidden"),
            QT_TRANSLATE_NOOP(
                "Words",
                "This tool is hidden from every client. To bring it back, choose “Show as…” among "
                "its server's tools on the page Servers."));
    case api::Reason::ToolChanged:
        return refusal(
            QT_TRANSLATE_NOOP("Words", "Tool changed"),
            QT_TRANSLATE_NOOP(
                "Words",
                "This tool is no longer what was approved, and its server holds such tools back. "
                "Look at the change on the page Servers and approve it if it is what you expect."));
    default:
        return refusal(
            QT_TRANSLATE_NOOP("Words", "Server disabled"),
            QT_TRANSLATE_NOOP("Words",
                              "The tool's server is switched off. Enable it on the page Servers."));
    }
}

// A rule is in the way.
Phrase describeRuleReason(api::Reason reason)
{
    if (reason == api::Reason::ArgumentsNotAllowed) {
        return refusal(
            QT_TRANSLATE_NOOP("Words", "Arguments not allowed"),
            QT_TRANSLATE_NOOP("Words",
                              "The key may use this, but a rule does not let these arguments pass. "
                              "The client was told which argument it is. “Why?” on the page Keys "
                              "shows each condition."));
    }
    if (reason == api::Reason::DeniedByRule) {
        return refusal(
            QT_TRANSLATE_NOOP("Words", "Denied by a rule"),
            QT_TRANSLATE_NOOP("Words",
                              "A rule of the key, the server or the request denies this, whatever "
                              "allows it. To the client it looks as if it did not exist."));
    }
    return refusal(
        QT_TRANSLATE_NOOP("Words", "Unreadable rules of a request"),
        QT_TRANSLATE_NOOP("Words",
                          "The request limits itself with X-Portcullis-Allow, and what it says "
                          "there cannot be read. Correct it in the client's configuration."));
}

// The request came from somewhere that is not served.
Phrase describeOriginReason(api::Reason reason)
{
    if (reason == api::Reason::BadHost) {
        return refusal(
            QT_TRANSLATE_NOOP("Words", "Wrong host name"),
            QT_TRANSLATE_NOOP("Words",
                              "The request was addressed to another host name than this "
                              "computer's. That is how a web page attacks local services; use the "
                              "endpoint as the page Overview shows it."));
    }
    return refusal(QT_TRANSLATE_NOOP("Words", "Came from a web page"),
                   QT_TRANSLATE_NOOP("Words",
                                     "A web page in a browser sent this request. Portcullis serves "
                                     "programs only, never pages."));
}

// Too much at once, or the gateway cannot work now.
Phrase describeGatewayReason(api::Reason reason)
{
    switch (reason) {
    case api::Reason::RateLimited:
        return refusal(QT_TRANSLATE_NOOP("Words", "Too many requests"),
                       QT_TRANSLATE_NOOP("Words",
                                         "More came at once than the rate of the key or of the "
                                         "server allows, or wrong keys came again and again. The "
                                         "client may try again a little later."));
    case api::Reason::TooManyInFlight:
        return refusal(QT_TRANSLATE_NOOP("Words", "Too many calls at once"),
                       QT_TRANSLATE_NOOP("Words",
                                         "The key has as many calls running as it may. The next "
                                         "one fits when one of them ends."));
    case api::Reason::AuditUnavailable:
        return refusal(
            QT_TRANSLATE_NOOP("Words", "No record possible"),
            QT_TRANSLATE_NOOP("Words",
                              "The audit log could not be written, and without a record there is "
                              "no call; or what budgets have used could not be read from it. The "
                              "page Overview says which. Check the free space of the disk with the "
                              "data folder."));
    case api::Reason::RoleMissing:
        return refusal(
            QT_TRANSLATE_NOOP("Words", "Role missing"),
            QT_TRANSLATE_NOOP("Words",
                              "Somebody asked the gateway itself for what their roles do not give "
                              "them. The record says who, and for what."));
    case api::Reason::Locked:
        return refusal(
            QT_TRANSLATE_NOOP("Words", "Gateway locked"),
            QT_TRANSLATE_NOOP("Words",
                              "Portcullis was locked. Unlock it and let the client try again."));
    default:
        return describeOriginReason(reason);
    }
}

} // namespace

Phrase describe(api::Reason reason)
{
    using enum api::Reason;
    switch (reason) {
    case Allowed:
        return allowed();
    case UnknownTool:
    case ToolNotAllowed:
    case ToolHidden:
    case ToolChanged:
    case ServerDisabled:
        return describeToolReason(reason);
    case DeniedByRule:
    case ArgumentsNotAllowed:
    case BadAllowHeader:
        return describeRuleReason(reason);
    case MissingKey:
    case UnknownKey:
    case KeyDisabled:
    case KeyExpired:
    case SecretEnded:
    case KeyNotForTransport:
    case KeyNotForProgram:
    case ProgramUnknown:
        return describeKeyReason(reason);
    case TeamDisabled:
    case CustomerDisabled:
    case CaseClosed:
    case ToolNotInCase:
    case ToolNotInPolicy:
    case BudgetExhausted:
        return describeOwnerReason(reason);
    case BadHost:
    case BadOrigin:
    case RateLimited:
    case TooManyInFlight:
    case AuditUnavailable:
    case Locked:
    case RoleMissing:
        break;
    }
    return describeGatewayReason(reason);
}

QString describe(ErrorCode code)
{
    const auto say = [](const char* text) { return QCoreApplication::translate("Words", text); };
    switch (code) {
    case ErrorCode::InvalidArgument:
        return say(QT_TRANSLATE_NOOP("Words", "Something in the input is not right."));
    case ErrorCode::NotFound:
        return say(QT_TRANSLATE_NOOP("Words", "It does not exist any more."));
    case ErrorCode::AlreadyExists:
        return say(QT_TRANSLATE_NOOP("Words", "There is already one of this name."));
    case ErrorCode::PermissionDenied:
        return say(QT_TRANSLATE_NOOP("Words", "The system does not permit this."));
    case ErrorCode::Unauthenticated:
        return say(QT_TRANSLATE_NOOP("Words", "The server wants other credentials."));
    case ErrorCode::Locked:
        return say(QT_TRANSLATE_NOOP("Words", "Portcullis is locked."));
    case ErrorCode::Busy:
        return say(QT_TRANSLATE_NOOP("Words", "Somebody else is using it at the moment."));
    case ErrorCode::ResourceExhausted:
        return say(
            QT_TRANSLATE_NOOP("Words", "A limit is reached, or memory or disk space ran out."));
    case ErrorCode::DeadlineExceeded:
        return say(QT_TRANSLATE_NOOP("Words", "There was no answer in time."));
    case ErrorCode::Cancelled:
        return say(QT_TRANSLATE_NOOP("Words", "It was cancelled."));
    case ErrorCode::Unavailable:
        return say(QT_TRANSLATE_NOOP("Words", "It cannot be reached now; trying again may help."));
    case ErrorCode::ProtocolError:
        return say(QT_TRANSLATE_NOOP("Words", "The other side does not speak MCP as it should."));
    case ErrorCode::Corrupt:
        return say(QT_TRANSLATE_NOOP("Words", "Stored data is damaged."));
    case ErrorCode::IoError:
        return say(QT_TRANSLATE_NOOP("Words", "Reading or writing a file failed."));
    case ErrorCode::Unsupported:
        return say(QT_TRANSLATE_NOOP("Words", "This is not supported here."));
    case ErrorCode::Internal:
        break;
    }
    return say(QT_TRANSLATE_NOOP("Words", "Something went wrong inside Portcullis."));
}

} // namespace portcullis::ui
