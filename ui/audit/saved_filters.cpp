#include "ui/audit/saved_filters.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <utility>

namespace portcullis::ui {

namespace {

constexpr std::array<std::pair<LogPart, const char*>, 6> kParts = {
    {{LogPart::Calls, "calls"},
     {LogPart::Refusals, "refusals"},
     {LogPart::Configuration, "configuration"},
     {LogPart::SignOffs, "sign-offs"},
     {LogPart::Checks, "checks"},
     {LogPart::Everything, "everything"}}};

constexpr std::array<std::pair<QString LogFilter::*, const char*>, 6> kTexts = {
    {{&LogFilter::text, "text"},
     {&LogFilter::key, "key"},
     {&LogFilter::server, "server"},
     {&LogFilter::tool, "tool"},
     {&LogFilter::caseId, "case"},
     {&LogFilter::outcome, "outcome"}}};

constexpr std::array<std::pair<std::optional<std::int64_t> LogFilter::*, const char*>, 2> kTimes = {
    {{&LogFilter::from, "from"}, {&LogFilter::to, "to"}}};

QJsonObject toJson(const SavedFilter& saved)
{
    QJsonObject json{{QStringLiteral("name"), saved.name}};
    const auto* const part =
        std::ranges::find(kParts, saved.filter.part, &decltype(kParts)::value_type::first);
    json[QStringLiteral("part")] = QLatin1String(part->second);
    for (const auto& [member, name] : kTexts) {
        if (const QString& text = saved.filter.*member; !text.isEmpty()) {
            json[QLatin1String(name)] = text;
        }
    }
    for (const auto& [member, name] : kTimes) {
        if (const auto& time = saved.filter.*member) {
            json[QLatin1String(name)] = qint64{*time};
        }
    }
    return json;
}

std::optional<SavedFilter> fromJson(const QJsonObject& json)
{
    SavedFilter saved;
    saved.name = json[QStringLiteral("name")].toString();
    const QString partName = json[QStringLiteral("part")].toString();
    const auto* const part = std::ranges::find_if(
        kParts, [&partName](const auto& one) { return partName == QLatin1String(one.second); });
    if (saved.name.isEmpty() || part == kParts.end()) {
        return std::nullopt;
    }
    saved.filter.part = part->first;
    for (const auto& [member, name] : kTexts) {
        saved.filter.*member = json[QLatin1String(name)].toString();
    }
    for (const auto& [member, name] : kTimes) {
        if (const QJsonValue time = json[QLatin1String(name)]; time.isDouble()) {
            saved.filter.*member = time.toInteger();
        }
    }
    return saved;
}

bool isNamed(const SavedFilter& saved, const QString& name)
{
    return saved.name.compare(name, Qt::CaseInsensitive) == 0;
}

} // namespace

SavedFilters SavedFilters::parse(const QString& text)
{
    SavedFilters filters;
    for (const QJsonValue& value : QJsonDocument::fromJson(text.toUtf8()).array()) {
        if (const auto saved = fromJson(value.toObject())) {
            filters.put(*saved);
        }
    }
    return filters;
}

QString SavedFilters::text() const
{
    QJsonArray all;
    for (const SavedFilter& saved : m_all) {
        all.append(toJson(saved));
    }
    return QString::fromUtf8(QJsonDocument(all).toJson(QJsonDocument::Compact));
}

const SavedFilter* SavedFilters::find(const QString& name) const
{
    const auto found = std::ranges::find_if(
        m_all, [&name](const SavedFilter& saved) { return isNamed(saved, name); });
    return found == m_all.end() ? nullptr : &*found;
}

void SavedFilters::put(const SavedFilter& saved)
{
    remove(saved.name);
    m_all.append(saved);
    std::ranges::sort(m_all, [](const SavedFilter& a, const SavedFilter& b) {
        return a.name.compare(b.name, Qt::CaseInsensitive) < 0;
    });
}

void SavedFilters::remove(const QString& name)
{
    m_all.removeIf([&name](const SavedFilter& saved) { return isNamed(saved, name); });
}

void SavedFilters::rename(const QString& from, const QString& to)
{
    if (const SavedFilter* const found = find(from)) {
        const SavedFilter renamed{to, found->filter};
        remove(from);
        put(renamed);
    }
}

} // namespace portcullis::ui
