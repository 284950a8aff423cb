#include "ui/audit/audit_model.h"

#include "ui/activity/activity_model.h"
#include "ui/gateway_bridge.h"
#include "ui/text.h"
#include "ui/widgets/labels.h"
#include "ui/words.h"

#include <QCoreApplication>

#include <algorithm>

namespace portcullis::ui {

namespace {

constexpr int kPageRows = 100;
constexpr int kPagesKept = 60;

QString say(const char* text)
{
    return QCoreApplication::translate("Records", text);
}

std::optional<Phrase> verdict(const LogRow& row)
{
    if (row.outcome == QLatin1String("denied")) {
        const auto reason = api::reasonFromName(toStdString(row.reason));
        return reason ? std::optional(describe(*reason)) : std::nullopt;
    }
    const auto outcome = api::outcomeFromName(toStdString(row.outcome));
    return outcome ? std::optional(describe(*outcome)) : std::nullopt;
}

} // namespace

QString kindText(const LogRow& row)
{
    static const QHash<QString, const char*> kTexts = {
        {QStringLiteral("run.open"), QT_TRANSLATE_NOOP("Records", "Start")},
        {QStringLiteral("run.close"), QT_TRANSLATE_NOOP("Records", "End")},
        {QStringLiteral("call.intent"), QT_TRANSLATE_NOOP("Records", "Call begun")},
        {QStringLiteral("call.outcome"), QT_TRANSLATE_NOOP("Records", "Call")},
        {QStringLiteral("call.denied"), QT_TRANSLATE_NOOP("Records", "Refused call")},
        {QStringLiteral("call.orphaned"), QT_TRANSLATE_NOOP("Records", "Call without end")},
        {QStringLiteral("access.refused"), QT_TRANSLATE_NOOP("Records", "Refused request")},
        {QStringLiteral("admin.config"), QT_TRANSLATE_NOOP("Records", "Configuration")},
        {QStringLiteral("review.signoff"), QT_TRANSLATE_NOOP("Records", "Sign-off")},
        {QStringLiteral("export.bundle"), QT_TRANSLATE_NOOP("Records", "Export")},
        {QStringLiteral("check.log"), QT_TRANSLATE_NOOP("Records", "Check of the log")},
        {QStringLiteral("erasure.done"), QT_TRANSLATE_NOOP("Records", "Erasure")},
        {QStringLiteral("retention.purge"), QT_TRANSLATE_NOOP("Records", "Old records removed")},
        {QStringLiteral("hold.set"), QT_TRANSLATE_NOOP("Records", "Legal hold")},
        {QStringLiteral("hold.release"), QT_TRANSLATE_NOOP("Records", "Legal hold released")},
        {QStringLiteral("budget.state"), QT_TRANSLATE_NOOP("Records", "State of budgets")},
        {QStringLiteral("clock.step"), QT_TRANSLATE_NOOP("Records", "Clock was set")},
        {QStringLiteral("audit.suspended"), QT_TRANSLATE_NOOP("Records", "No new calls taken")},
        {QStringLiteral("audit.resumed"), QT_TRANSLATE_NOOP("Records", "Calls taken again")},
        {QStringLiteral("alarm.log"), QT_TRANSLATE_NOOP("Records", "Alarm of the log")}};
    const char* const text = kTexts.value(row.type);
    return text == nullptr ? row.type : say(text);
}

AuditModel::AuditModel(GatewayBridge& bridge, LogReader& reader, QObject* parent)
    : QAbstractTableModel(parent)
    , m_bridge(bridge)
    , m_reader(reader)
    , m_pages(kPagesKept)
{
    connect(&reader, &LogReader::shown, this, &AuditModel::takeFacts);
    connect(&reader, &LogReader::read, this, &AuditModel::takeRows);
}

void AuditModel::show(const LogFilter& filter)
{
    LogNames names;
    for (const api::KeyConfig& key : m_bridge.config().keys) {
        names.insert(toQString(key.id.str()), keyLabel(key));
    }
    for (const api::ServerConfig& server : m_bridge.config().servers) {
        names.insert(toQString(server.id.str()), serverLabel(server));
    }
    m_filter = filter;
    m_loading = true;
    m_generation = m_reader.show(filter, names);
}

void AuditModel::takeFacts(const LogFacts& facts)
{
    if (facts.generation != m_generation) {
        return;
    }
    beginResetModel();
    m_loading = false;
    m_pages.clear();
    m_wanted = -1;
    m_rows = static_cast<int>(std::min<qint64>(facts.size, INT_MAX / 64));
    endResetModel();
    emit shown(facts);
}

void AuditModel::takeRows(unsigned generation, qint64 first, const Page& rows)
{
    if (generation != m_generation) {
        return;
    }
    m_wanted = -1;
    const int last = static_cast<int>(first + static_cast<qint64>(rows.size())) - 1;
    m_pages.insert(first / kPageRows, new Page(rows));
    if (!rows.empty() && last < m_rows) {
        emit dataChanged(index(static_cast<int>(first), 0), index(last, ColumnCount - 1));
        emit rowsRead(static_cast<int>(first), last);
    }
}

void AuditModel::want(int row) const
{
    const qint64 page = row / kPageRows;
    if (m_wanted != page) {
        m_wanted = page;
        m_reader.fetch(page * kPageRows, kPageRows);
    }
}

const LogRow* AuditModel::rowAt(int row) const
{
    if (row < 0 || row >= m_rows) {
        return nullptr;
    }
    const Page* const page = m_pages.object(row / kPageRows);
    if (page == nullptr) {
        want(row);
        return nullptr;
    }
    const auto place = static_cast<std::size_t>(row % kPageRows);
    return place < page->size() ? &(*page)[place] : nullptr;
}

int AuditModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

int AuditModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

std::optional<LogOrder> AuditModel::orderOf(int column)
{
    switch (column) {
    case Time:
    case Record:
        return LogOrder::Time;
    case Tool:
        return LogOrder::Tool;
    case Server:
        return LogOrder::Server;
    case Key:
        return LogOrder::Key;
    case Duration:
        return LogOrder::Duration;
    default:
        return std::nullopt;
    }
}

QString AuditModel::text(const LogRow& row, int column) const
{
    switch (column) {
    case Time:
        return exactTimeText(fromMicros(row.micros));
    case Kind:
        return kindText(row);
    case Tool:
        return row.tool;
    case Server:
        return serverText(m_bridge.config(), ServerId(toStdString(row.server)));
    case Key:
        return keyText(m_bridge.config(), KeyId(toStdString(row.key)));
    case Client:
        return row.client;
    case Outcome:
        return verdict(row).value_or(Phrase()).title;
    case Duration:
        return row.durationMicros ? durationText(*row.durationMicros) : QString();
    case Sent:
        return row.argumentBytes ? bytesText(*row.argumentBytes) : QString();
    case Received:
        return row.resultBytes ? bytesText(*row.resultBytes) : QString();
    default:
        return numberText(static_cast<std::uint64_t>(row.n));
    }
}

QVariant AuditModel::data(const QModelIndex& index, int role) const
{
    const bool number = index.column() >= Duration;
    if (role == Qt::TextAlignmentRole) {
        return QVariant((number ? Qt::AlignTrailing : Qt::AlignLeading) | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != Qt::ForegroundRole) {
        return {};
    }
    const LogRow* const row = rowAt(index.row());
    if (row == nullptr) {
        return role == Qt::DisplayRole && index.column() == Time ? QVariant(QStringLiteral("…"))
                                                                 : QVariant();
    }
    if (role == Qt::ForegroundRole) {
        const auto phrase = index.column() == Outcome ? verdict(*row) : std::nullopt;
        const bool plain = !phrase || phrase->tone == Tone::Neutral;
        return plain ? QVariant() : QVariant(toneColor(currentColors(), phrase->tone));
    }
    const QString shown = text(*row, index.column());
    return role == Qt::ToolTipRole ? toolTipText(shown) : shown;
}

QVariant AuditModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant((section >= Duration ? Qt::AlignTrailing : Qt::AlignLeading) |
                        Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole && section == Duration) {
        return tr("Sorted by two digits; of equal ones the newest comes first. Records without a "
                  "duration are left out then.");
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    const std::array names = {tr("Time"),
                              tr("Kind"),
                              tr("Tool"),
                              tr("Server"),
                              tr("Key"),
                              tr("Client"),
                              tr("Outcome"),
                              tr("Duration"),
                              tr("Sent"),
                              tr("Received"),
                              tr("Record")};
    return names.at(static_cast<std::size_t>(section));
}

} // namespace portcullis::ui
