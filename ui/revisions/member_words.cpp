#include "ui/revisions/member_words.h"

#include "gateway/base/clock.h"
#include "ui/text.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>
#include <string_view>

namespace portcullis::ui {

namespace {

struct Word
{
    std::string_view name;
    const char* text;
};

constexpr Word kMembers[] = {
    {"*order", QT_TRANSLATE_NOOP("Revisions", "order")},
    {"account", QT_TRANSLATE_NOOP("Revisions", "account")},
    {"administrators", QT_TRANSLATE_NOOP("Revisions", "administrators")},
    {"allow", QT_TRANSLATE_NOOP("Revisions", "allow-list")},
    {"allowPlainHttp", QT_TRANSLATE_NOOP("Revisions", "unencrypted HTTP allowed")},
    {"analysts", QT_TRANSLATE_NOOP("Revisions", "analysts")},
    {"auditors", QT_TRANSLATE_NOOP("Revisions", "auditors")},
    {"bodyBytes", QT_TRANSLATE_NOOP("Revisions", "size of a request")},
    {"bodyDays", QT_TRANSLATE_NOOP("Revisions", "days: who called, and why")},
    {"budgets", QT_TRANSLATE_NOOP("Revisions", "budgets")},
    {"burst", QT_TRANSLATE_NOOP("Revisions", "at once at most")},
    {"caFile", QT_TRANSLATE_NOOP("Revisions", "trusted authority")},
    {"callTimeoutSeconds", QT_TRANSLATE_NOOP("Revisions", "time limit of a call in seconds")},
    {"calls", QT_TRANSLATE_NOOP("Revisions", "calls")},
    {"case", QT_TRANSLATE_NOOP("Revisions", "case")},
    {"cases", QT_TRANSLATE_NOOP("Revisions", "cases")},
    {"changedTools", QT_TRANSLATE_NOOP("Revisions", "changed tools")},
    {"clientCertFile", QT_TRANSLATE_NOOP("Revisions", "client certificate")},
    {"clientKeyFile", QT_TRANSLATE_NOOP("Revisions", "private key file")},
    {"clientKeyPassphrase", QT_TRANSLATE_NOOP("Revisions", "passphrase of the private key")},
    {"closed", QT_TRANSLATE_NOOP("Revisions", "closed")},
    {"command", QT_TRANSLATE_NOOP("Revisions", "command")},
    {"concurrency", QT_TRANSLATE_NOOP("Revisions", "calls at once")},
    {"content", QT_TRANSLATE_NOOP("Revisions", "contents kept")},
    {"contentDays", QT_TRANSLATE_NOOP("Revisions", "days: arguments and results")},
    {"created", QT_TRANSLATE_NOOP("Revisions", "created")},
    {"currency", QT_TRANSLATE_NOOP("Revisions", "currency")},
    {"customer", QT_TRANSLATE_NOOP("Revisions", "customer")},
    {"customers", QT_TRANSLATE_NOOP("Revisions", "customers")},
    {"description", QT_TRANSLATE_NOOP("Revisions", "description")},
    {"disabled", QT_TRANSLATE_NOOP("Revisions", "disabled")},
    {"durability", QT_TRANSLATE_NOOP("Revisions", "durability")},
    {"enabled", QT_TRANSLATE_NOOP("Revisions", "enabled")},
    {"environment", QT_TRANSLATE_NOOP("Revisions", "environment")},
    {"expires", QT_TRANSLATE_NOOP("Revisions", "expires")},
    {"failedCallsCount", QT_TRANSLATE_NOOP("Revisions", "failed calls count")},
    {"groups", QT_TRANSLATE_NOOP("Revisions", "groups")},
    {"hash", QT_TRANSLATE_NOOP("Revisions", "hash of the secret")},
    {"headerBytes", QT_TRANSLATE_NOOP("Revisions", "size of the headers")},
    {"headers", QT_TRANSLATE_NOOP("Revisions", "header fields")},
    {"hidden", QT_TRANSLATE_NOOP("Revisions", "hidden")},
    {"id", QT_TRANSLATE_NOOP("Revisions", "id")},
    {"idleStopSeconds", QT_TRANSLATE_NOOP("Revisions", "stop when idle for so many seconds")},
    {"inFlightPerKey", QT_TRANSLATE_NOOP("Revisions", "calls at once of one key")},
    {"jsonDepth", QT_TRANSLATE_NOOP("Revisions", "levels of nested values")},
    {"jsonMembers", QT_TRANSLATE_NOOP("Revisions", "members of one list or object")},
    {"keepWebLinks", QT_TRANSLATE_NOOP("Revisions", "web links left alone")},
    {"keys", QT_TRANSLATE_NOOP("Revisions", "keys")},
    {"label", QT_TRANSLATE_NOOP("Revisions", "name")},
    {"lenientAccept", QT_TRANSLATE_NOOP("Revisions", "lenient Accept")},
    {"lenientSessions", QT_TRANSLATE_NOOP("Revisions", "requests without a session served")},
    {"level", QT_TRANSLATE_NOOP("Revisions", "level")},
    {"limit", QT_TRANSLATE_NOOP("Revisions", "limit")},
    {"limits", QT_TRANSLATE_NOOP("Revisions", "limits")},
    {"listen", QT_TRANSLATE_NOOP("Revisions", "address")},
    {"listensPerKey", QT_TRANSLATE_NOOP("Revisions", "listeners of one key")},
    {"longestCallSeconds",
     QT_TRANSLATE_NOOP("Revisions", "a call with progress ends after so many seconds")},
    {"maxInFlight", QT_TRANSLATE_NOOP("Revisions", "calls at once")},
    {"maxLength", QT_TRANSLATE_NOOP("Revisions", "longest name")},
    {"micros", QT_TRANSLATE_NOOP("Revisions", "millionths a call")},
    {"name", QT_TRANSLATE_NOOP("Revisions", "name")},
    {"offerSse", QT_TRANSLATE_NOOP("Revisions", "old transport HTTP+SSE")},
    {"offersAddresses", QT_TRANSLATE_NOOP("Revisions", "may ask to open addresses")},
    {"offersForms", QT_TRANSLATE_NOOP("Revisions", "may ask with forms")},
    {"offersRoots", QT_TRANSLATE_NOOP("Revisions", "may ask for folders")},
    {"offersSampling", QT_TRANSLATE_NOOP("Revisions", "may ask the model")},
    {"onePerson", QT_TRANSLATE_NOOP("Revisions", "used by one person")},
    {"opened", QT_TRANSLATE_NOOP("Revisions", "opened")},
    {"owner", QT_TRANSLATE_NOOP("Revisions", "owner")},
    {"parked", QT_TRANSLATE_NOOP("Revisions", "calls of all keys that wait for an answer")},
    {"parkedPerKey", QT_TRANSLATE_NOOP("Revisions", "calls of one key that wait for an answer")},
    {"parkedSeconds",
     QT_TRANSLATE_NOOP("Revisions", "a waiting call is given up after so many seconds")},
    {"path", QT_TRANSLATE_NOOP("Revisions", "path")},
    {"perSeconds", QT_TRANSLATE_NOOP("Revisions", "in so many seconds")},
    {"period", QT_TRANSLATE_NOOP("Revisions", "period")},
    {"prices", QT_TRANSLATE_NOOP("Revisions", "prices")},
    {"programs", QT_TRANSLATE_NOOP("Revisions", "programs")},
    {"protocol", QT_TRANSLATE_NOOP("Revisions", "protocol")},
    {"proxy", QT_TRANSLATE_NOOP("Revisions", "proxy")},
    {"rate", QT_TRANSLATE_NOOP("Revisions", "rate")},
    {"receipts", QT_TRANSLATE_NOOP("Revisions", "receipts")},
    {"requestStateBytes", QT_TRANSLATE_NOOP("Revisions", "size of a state that a client carries")},
    {"requestsPerMinute", QT_TRANSLATE_NOOP("Revisions", "requests a minute")},
    {"resultBytes", QT_TRANSLATE_NOOP("Revisions", "size of a result")},
    {"retention", QT_TRANSLATE_NOOP("Revisions", "retention")},
    {"retiring", QT_TRANSLATE_NOOP("Revisions", "old secret")},
    {"roles", QT_TRANSLATE_NOOP("Revisions", "roles")},
    {"roots", QT_TRANSLATE_NOOP("Revisions", "folders it may know")},
    {"rules", QT_TRANSLATE_NOOP("Revisions", "rules")},
    {"scope", QT_TRANSLATE_NOOP("Revisions", "one running for")},
    {"secret", QT_TRANSLATE_NOOP("Revisions", "name of the secret")},
    {"server", QT_TRANSLATE_NOOP("Revisions", "server")},
    {"serverPrefix", QT_TRANSLATE_NOOP("Revisions", "short name of the server in front")},
    {"servers", QT_TRANSLATE_NOOP("Revisions", "servers")},
    {"sessionIdleSeconds",
     QT_TRANSLATE_NOOP("Revisions", "session ends after so many idle seconds")},
    {"sessions", QT_TRANSLATE_NOOP("Revisions", "sessions of all keys")},
    {"sessionsPerKey", QT_TRANSLATE_NOOP("Revisions", "sessions of one key")},
    {"settings", QT_TRANSLATE_NOOP("Revisions", "settings")},
    {"sha256", QT_TRANSLATE_NOOP("Revisions", "SHA-256")},
    {"start", QT_TRANSLATE_NOOP("Revisions", "started")},
    {"streams", QT_TRANSLATE_NOOP("Revisions", "open streams of all keys")},
    {"streamsPerKey", QT_TRANSLATE_NOOP("Revisions", "open streams of one key")},
    {"team", QT_TRANSLATE_NOOP("Revisions", "team")},
    {"teams", QT_TRANSLATE_NOOP("Revisions", "teams")},
    {"timeZone", QT_TRANSLATE_NOOP("Revisions", "time zone")},
    {"tool", QT_TRANSLATE_NOOP("Revisions", "tool")},
    {"toolNames", QT_TRANSLATE_NOOP("Revisions", "names of tools")},
    {"tools", QT_TRANSLATE_NOOP("Revisions", "tools")},
    {"transport", QT_TRANSLATE_NOOP("Revisions", "transport")},
    {"transports", QT_TRANSLATE_NOOP("Revisions", "ways in")},
    {"unit", QT_TRANSLATE_NOOP("Revisions", "unit")},
    {"until", QT_TRANSLATE_NOOP("Revisions", "until")},
    {"urisPerListen", QT_TRANSLATE_NOOP("Revisions", "resources that a listener hears of")},
    {"url", QT_TRANSLATE_NOOP("Revisions", "URL")},
    {"urlBytes", QT_TRANSLATE_NOOP("Revisions", "size of an address")},
    {"users", QT_TRANSLATE_NOOP("Revisions", "users")},
    {"warnAtPercent", QT_TRANSLATE_NOOP("Revisions", "warning at percent")},
    {"window", QT_TRANSLATE_NOOP("Revisions", "window")},
    {"workingDirectory", QT_TRANSLATE_NOOP("Revisions", "working folder")}};

// Values that are one of few: "unit=calls".
constexpr Word kChoices[] = {
    {"changedTools=flag", QT_TRANSLATE_NOOP("Revisions", "marked")},
    {"changedTools=hold", QT_TRANSLATE_NOOP("Revisions", "held back")},
    {"content=full", QT_TRANSLATE_NOOP("Revisions", "arguments and results")},
    {"content=none", QT_TRANSLATE_NOOP("Revisions", "fingerprints")},
    {"content=prove-only", QT_TRANSLATE_NOOP("Revisions", "what proves a text later")},
    {"durability=standard", QT_TRANSLATE_NOOP("Revisions", "the disk follows")},
    {"durability=strict", QT_TRANSLATE_NOOP("Revisions", "on the disk first")},
    {"level=case", QT_TRANSLATE_NOOP("Revisions", "case")},
    {"level=customer", QT_TRANSLATE_NOOP("Revisions", "customer")},
    {"level=key", QT_TRANSLATE_NOOP("Revisions", "key")},
    {"level=server", QT_TRANSLATE_NOOP("Revisions", "server")},
    {"level=team", QT_TRANSLATE_NOOP("Revisions", "team")},
    {"period=case-life", QT_TRANSLATE_NOOP("Revisions", "life of the case")},
    {"period=day", QT_TRANSLATE_NOOP("Revisions", "day")},
    {"period=hour", QT_TRANSLATE_NOOP("Revisions", "hour")},
    {"period=minute", QT_TRANSLATE_NOOP("Revisions", "minute")},
    {"period=month", QT_TRANSLATE_NOOP("Revisions", "month")},
    {"period=quarter", QT_TRANSLATE_NOOP("Revisions", "quarter")},
    {"period=week", QT_TRANSLATE_NOOP("Revisions", "week")},
    {"period=year", QT_TRANSLATE_NOOP("Revisions", "year")},
    {"protocol=auto", QT_TRANSLATE_NOOP("Revisions", "found out")},
    {"protocol=session", QT_TRANSLATE_NOOP("Revisions", "with sessions")},
    {"protocol=stateless", QT_TRANSLATE_NOOP("Revisions", "stateless")},
    {"scope=key", QT_TRANSLATE_NOOP("Revisions", "each key")},
    {"scope=session", QT_TRANSLATE_NOOP("Revisions", "each session")},
    {"scope=shared", QT_TRANSLATE_NOOP("Revisions", "all clients")},
    {"start=eager", QT_TRANSLATE_NOOP("Revisions", "with the gateway")},
    {"start=lazy", QT_TRANSLATE_NOOP("Revisions", "by the first call")},
    {"unit=bytes", QT_TRANSLATE_NOOP("Revisions", "bytes")},
    {"unit=calls", QT_TRANSLATE_NOOP("Revisions", "calls")},
    {"unit=cost-micros", QT_TRANSLATE_NOOP("Revisions", "cost in millionths")},
    {"unit=tokens", QT_TRANSLATE_NOOP("Revisions", "tokens")},
    {"unit=upstream-milliseconds", QT_TRANSLATE_NOOP("Revisions", "milliseconds at servers")},
    {"unit=write-calls", QT_TRANSLATE_NOOP("Revisions", "write calls")},
    {"window=calendar", QT_TRANSLATE_NOOP("Revisions", "calendar")},
    {"window=rolling", QT_TRANSLATE_NOOP("Revisions", "rolling")}};

QString say(const char* text)
{
    return QCoreApplication::translate("Revisions", text);
}

template <std::size_t N>
const char* textIn(const Word (&words)[N], std::string_view name)
{
    const Word* const found = std::ranges::find(words, name, &Word::name);
    return found != std::end(words) ? found->text : nullptr;
}

// "24 Nov 2026, 03:00", with seconds where there are any.
QString timeText(WallTime time)
{
    const QTime ofDay = toDateTime(time).time();
    return dateText(time) + QStringLiteral(", ") +
           ofDay.toString(ofDay.second() == 0 ? QStringLiteral("HH:mm")
                                              : QStringLiteral("HH:mm:ss"));
}

QString valueText(const api::ConfigPath& whole, const api::ConfigLine& line)
{
    if (line.kind == api::LineKind::Flag) {
        return line.value == "true" ? say(QT_TRANSLATE_NOOP("Revisions", "yes"))
                                    : say(QT_TRANSLATE_NOOP("Revisions", "no"));
    }
    if (WallTime time{}; line.kind == api::LineKind::Time && parseTime(line.value, time)) {
        return timeText(time);
    }
    const bool foreign = whole.size() > 1 && api::hasForeignNames(whole[whole.size() - 2]);
    const char* const choice =
        foreign ? nullptr : textIn(kChoices, whole.back() + "=" + line.value);
    return choice != nullptr ? say(choice) : toQString(line.value);
}

} // namespace

QString memberText(const std::string& member)
{
    const char* const text = textIn(kMembers, member);
    return text != nullptr ? say(text) : toQString(api::describeMember(member));
}

QString lineText(const api::ConfigPath& place, const api::ConfigLine& line)
{
    QStringList names;
    api::ConfigPath whole = place;
    for (const std::string& member : line.members) {
        names << (api::hasForeignNames(whole.back()) ? toQString(member) : memberText(member));
        whole.push_back(member);
    }
    const QString value = valueText(whole, line);
    return names.isEmpty() ? value
                           : say(QT_TRANSLATE_NOOP("Revisions", "%1: %2"))
                                 .arg(names.join(QStringLiteral(" › ")), value);
}

} // namespace portcullis::ui
