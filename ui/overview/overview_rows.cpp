#include "ui/overview/overview_rows.h"

#include "ui/gateway_bridge.h"
#include "ui/text.h"
#include "ui/widgets/labels.h"
#include "ui/words.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

constexpr int kShownServers = 6;
constexpr int kDotSize = 16;

QString say(const char* text)
{
    return QCoreApplication::translate("Overview", text);
}

void clear(QVBoxLayout& list)
{
    while (QLayoutItem* item = list.takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        std::unique_ptr<QLayoutItem> owned(item);
    }
}

QWidget* makeServerRow(const api::ServerConfig& server, const Phrase& phrase)
{
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 2, 0, 2);
    layout->setSpacing(kGrid);
    layout->addWidget(makeIconLabel("dot", tintOf(phrase.tone), kDotSize));
    layout->addWidget(makeElidedLabel(TextRole::Body, serverLabel(server)), 1);
    auto* state = makeLabel(TextRole::Muted, phrase.title);
    state->setWordWrap(false);
    layout->addWidget(state);
    row->setToolTip(toolTipText(phrase.explanation));
    return row;
}

QString whoWantedWhat(const api::ActivityRow& row, const api::GatewayConfig& config)
{
    QString who = toQString(row.key.str());
    if (const api::KeyConfig* key = api::findKey(config, row.key)) {
        who = keyLabel(*key);
    } else if (row.key.empty()) {
        who = say(QT_TRANSLATE_NOOP("Overview", "a client without a known key"));
    }
    if (row.tool.empty()) {
        return say(QT_TRANSLATE_NOOP("Overview", "%1 wanted to connect")).arg(who);
    }
    const std::string tool = row.server.empty() ? row.tool : row.server.str() + ": " + row.tool;
    return say(QT_TRANSLATE_NOOP("Overview", "%1 wanted %2")).arg(who, isolated(tool));
}

QWidget* makeRefusalRow(const api::ActivityRow& row,
                        const api::GatewayConfig& config,
                        WallTime now,
                        const std::function<void(qint64)>& open)
{
    const Phrase phrase = describe(row);
    auto* widget = new QWidget;
    auto* layout = new QHBoxLayout(widget);
    layout->setContentsMargins(0, kGrid, 0, kGrid);
    layout->setSpacing(2 * kGrid);
    layout->addWidget(makeIconLabel("refused", Tint::Bad, 20), 0, Qt::AlignTop);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(makeElidedLabel(
        TextRole::Subheading, phrase.title + QStringLiteral(" · ") + whoWantedWhat(row, config)));
    texts->addWidget(makeLabel(TextRole::Muted, phrase.explanation));
    layout->addLayout(texts, 1);
    auto* time = makeLabel(TextRole::Caption, momentText(row.time, now));
    time->setWordWrap(false);
    layout->addWidget(time, 0, Qt::AlignTop);
    auto* details = makeButton(ButtonKind::Link, say(QT_TRANSLATE_NOOP("Overview", "Details")));
    nameForAccessibility(
        details,
        say(QT_TRANSLATE_NOOP("Overview", "Details of the refusal: %1")).arg(phrase.title));
    QObject::connect(details, &QPushButton::clicked, widget, [open, n = row.n] { open(n); });
    layout->addWidget(details, 0, Qt::AlignTop);
    return widget;
}

} // namespace

ServerSummary showServerRows(QVBoxLayout& list, const GatewayBridge& bridge)
{
    clear(list);
    ServerSummary summary;
    for (const api::ServerConfig& server : bridge.config().servers) {
        const api::ServerStatus* status = bridge.serverStatus(server.id);
        const auto state = !server.enabled     ? api::ServerState::Disabled
                           : status != nullptr ? status->state
                                               : api::ServerState::Idle;
        ++summary.total;
        summary.down +=
            state == api::ServerState::Backoff || state == api::ServerState::Failed ? 1 : 0;
        if (summary.total <= kShownServers) {
            list.addWidget(makeServerRow(server, describe(state)));
        }
    }
    if (summary.total == 0) {
        list.addWidget(
            makeLabel(TextRole::Muted,
                      say(QT_TRANSLATE_NOOP(
                          "Overview", "Add a server to give your clients something to call."))));
    } else if (summary.total > kShownServers) {
        list.addWidget(makeLabel(
            TextRole::Caption,
            say(QT_TRANSLATE_NOOP("Overview", "and %1 more")).arg(summary.total - kShownServers)));
    }
    return summary;
}

void showRefusalRows(QVBoxLayout& list,
                     const std::vector<api::ActivityRow>& rows,
                     const api::GatewayConfig& config,
                     WallTime now,
                     const std::function<void(qint64)>& open)
{
    clear(list);
    for (const api::ActivityRow& row : rows) {
        if (list.count() > 0) {
            list.addWidget(makeLine());
        }
        list.addWidget(makeRefusalRow(row, config, now, open));
    }
    if (rows.empty()) {
        list.addWidget(makeLabel(
            TextRole::Muted,
            say(QT_TRANSLATE_NOOP(
                "Overview",
                "Nothing was refused. When a client asks for something it may not have, you "
                "see here what and why."))));
    }
}

} // namespace portcullis::ui
