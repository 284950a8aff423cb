#include "ui/settings/limit_fields.h"

#include "ui/text.h"

#include <QCoreApplication>

#include <chrono>
#include <string_view>
#include <utility>

namespace portcullis::ui {

namespace {

constexpr std::uint32_t kKiB = 1024;
constexpr int kMostKiB = 256 * 1024;
constexpr int kMostThings = 100'000;

constexpr std::array<LimitField, kLimitFields> kFields = {{
    {"/limits/bodyBytes",
     LimitGroup::Sizes,
     LimitUnit::KiB,
     1,
     kMostKiB,
     QT_TRANSLATE_NOOP("Limits", "A &request"),
     QT_TRANSLATE_NOOP("Limits", "Larger ones are refused.")},
    {"/limits/headerBytes",
     LimitGroup::Sizes,
     LimitUnit::KiB,
     1,
     1024,
     QT_TRANSLATE_NOOP("Limits", "The &headers of a request"),
     QT_TRANSLATE_NOOP("Limits", "Larger ones are refused.")},
    {"/limits/urlBytes",
     LimitGroup::Sizes,
     LimitUnit::KiB,
     1,
     1024,
     QT_TRANSLATE_NOOP("Limits", "The a&ddress of a request"),
     QT_TRANSLATE_NOOP("Limits", "Larger ones are refused.")},
    {"/limits/resultBytes",
     LimitGroup::Sizes,
     LimitUnit::KiB,
     1,
     kMostKiB,
     QT_TRANSLATE_NOOP("Limits", "The resul&t of a call"),
     QT_TRANSLATE_NOOP("Limits", "A larger one becomes an error.")},
    {"/limits/requestStateBytes",
     LimitGroup::Sizes,
     LimitUnit::KiB,
     1,
     256,
     QT_TRANSLATE_NOOP("Limits", "A server's state that a clie&nt carries"),
     QT_TRANSLATE_NOOP("Limits", "A larger one is kept here for the client.")},
    {"/limits/jsonDepth",
     LimitGroup::Sizes,
     LimitUnit::Count,
     8,
     128,
     QT_TRANSLATE_NOOP("Limits", "Levels of nested &values in a request"),
     QT_TRANSLATE_NOOP("Limits", "Deeper requests are refused.")},
    {"/limits/jsonMembers",
     LimitGroup::Sizes,
     LimitUnit::Count,
     100,
     100'000,
     QT_TRANSLATE_NOOP("Limits", "Mem&bers of one list or object in a request"),
     QT_TRANSLATE_NOOP("Limits", "Requests with more are refused.")},
    {"/limits/sessions",
     LimitGroup::Sessions,
     LimitUnit::Count,
     1,
     kMostThings,
     QT_TRANSLATE_NOOP("Limits", "Sessions of &all keys"),
     ""},
    {"/limits/sessionsPerKey",
     LimitGroup::Sessions,
     LimitUnit::Count,
     1,
     kMostThings,
     QT_TRANSLATE_NOOP("Limits", "Sessions of &one key"),
     ""},
    {"/limits/sessionIdleSeconds",
     LimitGroup::Sessions,
     LimitUnit::Minutes,
     1,
     24 * 60,
     QT_TRANSLATE_NOOP("Limits", "A session without requests &ends after"),
     ""},
    {"/limits/streamsPerKey",
     LimitGroup::Sessions,
     LimitUnit::Count,
     1,
     kMostThings,
     QT_TRANSLATE_NOOP("Limits", "Open strea&ms of one key"),
     ""},
    {"/limits/streams",
     LimitGroup::Sessions,
     LimitUnit::Count,
     1,
     kMostThings,
     QT_TRANSLATE_NOOP("Limits", "Open streams of all ke&ys"),
     ""},
    {"/limits/listensPerKey",
     LimitGroup::Sessions,
     LimitUnit::Count,
     1,
     1000,
     QT_TRANSLATE_NOOP("Limits", "L&isteners of one key"),
     ""},
    {"/limits/urisPerListen",
     LimitGroup::Sessions,
     LimitUnit::Count,
     1,
     kMostThings,
     QT_TRANSLATE_NOOP("Limits", "Reso&urces that a listener hears of"),
     ""},
    {"/limits/inFlightPerKey",
     LimitGroup::Calls,
     LimitUnit::Count,
     1,
     kMostThings,
     QT_TRANSLATE_NOOP("Limits", "Ca&lls of one key at once"),
     ""},
    {"/limits/requestsPerMinute",
     LimitGroup::Calls,
     LimitUnit::Count,
     0,
     10'000'000,
     QT_TRANSLATE_NOOP("Limits", "Requests of one &key in a minute"),
     QT_TRANSLATE_NOOP("Limits", "0 for no limit.")},
    {"/limits/longestCallSeconds",
     LimitGroup::Calls,
     LimitUnit::Minutes,
     1,
     24 * 60,
     QT_TRANSLATE_NOOP("Limits", "A call with &progress ends after"),
     QT_TRANSLATE_NOOP("Limits", "Without progress, the time of its server counts.")},
    {"/limits/parkedPerKey",
     LimitGroup::Calls,
     LimitUnit::Count,
     1,
     10'000,
     QT_TRANSLATE_NOOP("Limits", "Calls of one key that &wait for an answer"),
     ""},
    {"/limits/parked",
     LimitGroup::Calls,
     LimitUnit::Count,
     1,
     10'000,
     QT_TRANSLATE_NOOP("Limits", "Calls of all keys that wait for an answer"),
     ""},
    {"/limits/parkedSeconds",
     LimitGroup::Calls,
     LimitUnit::Minutes,
     1,
     24 * 60,
     QT_TRANSLATE_NOOP("Limits", "A call that waits is &given up after"),
     ""},
}};

QString say(const char* text)
{
    return QCoreApplication::translate("Limits", text);
}

// Where a limit that is a number stands; null for a time.
std::uint32_t* numberOf(api::Limits& limits, std::string_view member)
{
    const std::pair<std::string_view, std::uint32_t*> numbers[] = {
        {"/limits/bodyBytes", &limits.bodyBytes},
        {"/limits/headerBytes", &limits.headerBytes},
        {"/limits/resultBytes", &limits.resultBytes},
        {"/limits/sessions", &limits.sessions},
        {"/limits/sessionsPerKey", &limits.sessionsPerKey},
        {"/limits/streamsPerKey", &limits.streamsPerKey},
        {"/limits/inFlightPerKey", &limits.inFlightPerKey},
        {"/limits/requestsPerMinute", &limits.requestsPerMinute},
        {"/limits/urlBytes", &limits.urlBytes},
        {"/limits/requestStateBytes", &limits.requestStateBytes},
        {"/limits/jsonDepth", &limits.jsonDepth},
        {"/limits/jsonMembers", &limits.jsonMembers},
        {"/limits/streams", &limits.streams},
        {"/limits/listensPerKey", &limits.listensPerKey},
        {"/limits/urisPerListen", &limits.urisPerListen},
        {"/limits/parkedPerKey", &limits.parkedPerKey},
        {"/limits/parked", &limits.parked},
    };
    for (const auto& [name, number] : numbers) {
        if (name == member) {
            return number;
        }
    }
    return nullptr;
}

std::chrono::seconds& timeOf(api::Limits& limits, std::string_view member)
{
    if (member == "/limits/longestCallSeconds") {
        return limits.longestCall;
    }
    return member == "/limits/parkedSeconds" ? limits.parkedLife : limits.sessionIdle;
}

} // namespace

const std::array<LimitField, kLimitFields>& limitFields()
{
    return kFields;
}

int shownLimit(const api::Limits& limits, const LimitField& field)
{
    api::Limits copy = limits;
    const std::uint32_t* number = numberOf(copy, field.member);
    if (number == nullptr) {
        return static_cast<int>(
            std::chrono::ceil<std::chrono::minutes>(timeOf(copy, field.member)).count());
    }
    const bool rounds = field.unit == LimitUnit::KiB && *number % kKiB != 0;
    return static_cast<int>(field.unit == LimitUnit::KiB ? *number / kKiB + (rounds ? 1 : 0)
                                                         : *number);
}

void setLimit(api::Limits& limits, const LimitField& field, int shown)
{
    if (shown == shownLimit(limits, field)) {
        return; // finer than the field shows it
    }
    std::uint32_t* number = numberOf(limits, field.member);
    if (number == nullptr) {
        timeOf(limits, field.member) = std::chrono::minutes(shown);
    } else {
        *number = static_cast<std::uint32_t>(shown) * (field.unit == LimitUnit::KiB ? kKiB : 1);
    }
}

QString labelOf(const LimitField& field)
{
    return say(field.label);
}

QString hintOf(const LimitField& field)
{
    const auto value = static_cast<std::uint64_t>(shownLimit({}, field));
    const QString text = numberText(value) + suffixOf(field.unit);
    const QString usual = say(QT_TRANSLATE_NOOP("Limits", "Default: %1.")).arg(text);
    return *field.hint == '\0' ? usual : say(field.hint) + QLatin1Char(' ') + usual;
}

QString suffixOf(LimitUnit unit)
{
    switch (unit) {
    case LimitUnit::KiB:
        return say(QT_TRANSLATE_NOOP("Limits", " KiB"));
    case LimitUnit::Minutes:
        return say(QT_TRANSLATE_NOOP("Limits", " minutes"));
    case LimitUnit::Count:
        break;
    }
    return {};
}

QString titleOf(LimitGroup group)
{
    switch (group) {
    case LimitGroup::Sizes:
        return say(QT_TRANSLATE_NOOP("Limits", "Largest sizes"));
    case LimitGroup::Sessions:
        return say(QT_TRANSLATE_NOOP("Limits", "Sessions"));
    case LimitGroup::Calls:
        break;
    }
    return say(QT_TRANSLATE_NOOP("Limits", "Calls and requests"));
}

} // namespace portcullis::ui
