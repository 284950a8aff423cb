#include "ui/words.h"

#include "ui/text.h"

#include <QCoreApplication>

namespace portcullis::ui {

namespace {

// The first revision without sessions (requirement B-01).
constexpr const char* kFirstStatelessRevision = "2026-07-28";

QString say(const char* text)
{
    return QCoreApplication::translate("Words", text);
}

Phrase phrase(Tone tone, const char* title, const char* explanation)
{
    return {say(title), say(explanation), tone};
}

// The server answered, and the answer is an error.
Phrase describeErrorAnswer(api::Outcome outcome)
{
    if (outcome == api::Outcome::ToolError) {
        return phrase(Tone::Warn,
                      QT_TRANSLATE_NOOP("Words", "Tool reported an error"),
                      QT_TRANSLATE_NOOP("Words",
                                        "The call reached the tool, which says that it could not "
                                        "do what was asked. Its own words are in the result."));
    }
    return phrase(Tone::Bad,
                  QT_TRANSLATE_NOOP("Words", "Server answered with an error"),
                  QT_TRANSLATE_NOOP("Words",
                                    "The server refused the request itself, for instance because "
                                    "of wrong arguments. Its own words are in the result."));
}

// There was no answer.
Phrase describeNoAnswer(api::Outcome outcome)
{
    switch (outcome) {
    case api::Outcome::Timeout:
        return phrase(Tone::Bad,
                      QT_TRANSLATE_NOOP("Words", "Timed out"),
                      QT_TRANSLATE_NOOP("Words",
                                        "The server did not answer within its time limit. If the "
                                        "tool is slow by nature, raise the limit in the server's "
                                        "settings."));
    case api::Outcome::Cancelled:
        return phrase(Tone::Neutral,
                      QT_TRANSLATE_NOOP("Words", "Cancelled"),
                      QT_TRANSLATE_NOOP("Words", "The client withdrew the call before it ended."));
    case api::Outcome::InputRequired:
        return phrase(Tone::Neutral,
                      QT_TRANSLATE_NOOP("Words", "Asked the client"),
                      QT_TRANSLATE_NOOP("Words",
                                        "The server needed something of the client first. The "
                                        "client answers with another call, which stands here "
                                        "by itself."));
    case api::Outcome::TaskCreated:
        return phrase(Tone::Neutral,
                      QT_TRANSLATE_NOOP("Words", "Became a task"),
                      QT_TRANSLATE_NOOP("Words",
                                        "The server goes on with it. The client asks for the "
                                        "result later; handing it out stands here by itself."));
    case api::Outcome::UpstreamGone:
        return phrase(Tone::Bad,
                      QT_TRANSLATE_NOOP("Words", "Server went away"),
                      QT_TRANSLATE_NOOP("Words",
                                        "The server was not reachable, ended, or sent something "
                                        "that is not MCP. Look at its last error on the page "
                                        "Servers."));
    default:
        return phrase(Tone::Warn,
                      QT_TRANSLATE_NOOP("Words", "Unknown end"),
                      QT_TRANSLATE_NOOP("Words",
                                        "Portcullis ended while this call ran. Whether the tool "
                                        "did its work is not known: check before you repeat it."));
    }
}

} // namespace

Phrase describe(api::Outcome outcome)
{
    using enum api::Outcome;
    switch (outcome) {
    case Running:
        return phrase(Tone::Info,
                      QT_TRANSLATE_NOOP("Words", "Running"),
                      QT_TRANSLATE_NOOP("Words", "The server is working on this call."));
    case Ok:
        return phrase(Tone::Good,
                      QT_TRANSLATE_NOOP("Words", "Succeeded"),
                      QT_TRANSLATE_NOOP("Words", "The tool answered and the answer was recorded."));
    case Denied:
        return phrase(
            Tone::Bad,
            QT_TRANSLATE_NOOP("Words", "Refused"),
            QT_TRANSLATE_NOOP("Words", "Portcullis refused this call; it reached no server."));
    case ToolError:
    case RpcError:
        return describeErrorAnswer(outcome);
    case Timeout:
    case Cancelled:
    case UpstreamGone:
    case InputRequired:
    case TaskCreated:
    case Orphaned:
        return describeNoAnswer(outcome);
    }
    return {};
}

Phrase describe(api::ServerState state)
{
    using enum api::ServerState;
    switch (state) {
    case Disabled:
        return phrase(Tone::Neutral,
                      QT_TRANSLATE_NOOP("Words", "Disabled"),
                      QT_TRANSLATE_NOOP("Words", "Switched off by you. Nobody sees its tools."));
    case Idle:
        return phrase(Tone::Neutral,
                      QT_TRANSLATE_NOOP("Words", "Idle"),
                      QT_TRANSLATE_NOOP("Words", "Not needed yet. It starts with the first call."));
    case Starting:
        return phrase(Tone::Info,
                      QT_TRANSLATE_NOOP("Words", "Starting"),
                      QT_TRANSLATE_NOOP("Words", "Being started and asked for its tools."));
    case Ready:
        return phrase(Tone::Good,
                      QT_TRANSLATE_NOOP("Words", "Ready"),
                      QT_TRANSLATE_NOOP("Words", "Connected and answering."));
    case Backoff:
        return phrase(
            Tone::Warn,
            QT_TRANSLATE_NOOP("Words", "Trying again"),
            QT_TRANSLATE_NOOP(
                "Words",
                "The last attempt failed. Portcullis tries again by itself after a pause; "
                "Restart tries at once."));
    case Failed:
        return phrase(
            Tone::Bad,
            QT_TRANSLATE_NOOP("Words", "Failed"),
            QT_TRANSLATE_NOOP("Words",
                              "It failed too often and waits for you. Correct its settings, then "
                              "restart it."));
    }
    return {};
}

Phrase describe(api::GatewayState state)
{
    using enum api::GatewayState;
    switch (state) {
    case Stopped:
        return phrase(
            Tone::Bad,
            QT_TRANSLATE_NOOP("Words", "Stopped"),
            QT_TRANSLATE_NOOP("Words", "The gateway is not running; clients cannot connect."));
    case Locked:
        return phrase(
            Tone::Warn,
            QT_TRANSLATE_NOOP("Words", "Locked"),
            QT_TRANSLATE_NOOP("Words", "Clients are turned away until Portcullis is unlocked."));
    case Running:
        return phrase(Tone::Good,
                      QT_TRANSLATE_NOOP("Words", "Running"),
                      QT_TRANSLATE_NOOP("Words", "Clients can connect."));
    case Refusing:
        return phrase(
            Tone::Bad,
            QT_TRANSLATE_NOOP("Words", "Refusing every call"),
            QT_TRANSLATE_NOOP(
                "Words",
                "The audit log cannot be written, and without a record there is no call."));
    case Stopping:
        return phrase(Tone::Warn,
                      QT_TRANSLATE_NOOP("Words", "Stopping"),
                      QT_TRANSLATE_NOOP("Words", "Waiting for running calls to end."));
    }
    return {};
}

Phrase describe(const api::ActivityRow& row)
{
    return isRefusal(row) ? describe(row.reason) : describe(row.outcome);
}

QString describe(const Error& error)
{
    return error.message.empty() ? describe(error.code) : toQString(error.message);
}

QString describeFully(const Error& error)
{
    const QString sentence = describe(error);
    return error.cause.empty() ? sentence : sentence + QLatin1Char('\n') + toQString(error.cause);
}

QString contentModeText(api::ContentMode mode)
{
    switch (mode) {
    case api::ContentMode::Full:
        return say(QT_TRANSLATE_NOOP("Words", "Keep arguments and results (encrypted)"));
    case api::ContentMode::ProveOnly:
        return say(QT_TRANSLATE_NOOP("Words", "Keep only what proves a text later"));
    case api::ContentMode::None:
        return say(QT_TRANSLATE_NOOP("Words", "Keep fingerprints only"));
    }
    return {};
}

QString revisionText(const std::string& revision)
{
    if (revision.empty()) {
        return {};
    }
    // Revisions are dates written so that their order is that of their letters.
    const QString pattern = revision >= kFirstStatelessRevision
                                ? say(QT_TRANSLATE_NOOP("Words", "%1 (stateless era)"))
                                : say(QT_TRANSLATE_NOOP("Words", "%1 (session era)"));
    return pattern.arg(toQString(revision));
}

QString serverLabel(const api::ServerConfig& server)
{
    return toQString(server.name.empty() ? server.id.str() : server.name);
}

QString keyLabel(const api::KeyConfig& key)
{
    return toQString(key.label.empty() ? key.id.str() : key.label);
}

bool isRefusal(const api::ActivityRow& row)
{
    return row.reason != api::Reason::Allowed;
}

} // namespace portcullis::ui
