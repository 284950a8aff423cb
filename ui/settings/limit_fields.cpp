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
    {"/limits/resultBytes",
     LimitGroup::Sizes,
     LimitUnit::KiB,
     1,
     kMostKiB,
     QT_TRANSLATE_NOOP("Limits", "The resul&t of a call"),
     QT_TRANSLATE_NOOP("Limits", "A larger one becomes an error.")},
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
}};

QString say(const char* text)
{
    return QCoreApplication::translate("Limits", text);
}

// Where a limit that is a number stands; null for the time.
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
    };
    for (const auto& [name, number] : numbers) {
        if (name == member) {
            return number;
        }
    }
    return nullptr;
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
        return static_cast<int>(std::chrono::ceil<std::chrono::minutes>(copy.sessionIdle).count());
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
        limits.sessionIdle = std::chrono::minutes(shown);
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
