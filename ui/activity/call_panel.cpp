#include "ui/activity/call_panel.h"

#include "ui/activity/activity_model.h"
#include "ui/gateway_bridge.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/copy_field.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/labels.h"
#include "ui/words.h"

#include <QFormLayout>
#include <QJsonDocument>
#include <QLabel>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

// Longer texts are shown as they are: laying out more would hold up the window.
constexpr std::size_t kMaxPretty = 256 * 1024;
constexpr qsizetype kMaxShown = 1024 * 1024;

QString pretty(const std::string& text)
{
    if (text.size() <= kMaxPretty) {
        const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(text));
        if (!document.isNull()) {
            return QString::fromUtf8(document.toJson(QJsonDocument::Indented)).trimmed();
        }
    }
    return toQString(text).left(kMaxShown);
}

void addPart(QStringList& parts, const QString& name, const std::string& text)
{
    if (!text.empty()) {
        parts.push_back(name + QLatin1Char('\n') + pretty(text));
    }
}

} // namespace

CallPanel::CallPanel(GatewayBridge& bridge, QWidget* parent)
    : DetailPanel(parent)
    , m_bridge(bridge)
    , m_stack(new QStackedWidget)
{
    m_stack->addWidget(new EmptyState(
        "activity",
        tr("No call selected"),
        tr("Choose a call to see what happened, who asked, and what was recorded.")));
    m_stack->addWidget(buildCall());
    column().addWidget(m_stack, 1);
    clear();
}

QWidget* CallPanel::buildCall()
{
    m_verdict = new Banner(Banner::Closing::ByCode);
    m_verdict->setObjectName(QStringLiteral("verdict"));
    QFormLayout* facts = makeFacts();
    m_time = addFact(*facts, tr("Time"));
    m_key = addFact(*facts, tr("Key"));
    m_client = addFact(*facts, tr("Client"));
    m_server = addFact(*facts, tr("Server"));
    m_size = addFact(*facts, tr("Size"));
    m_record = addFact(*facts, tr("Record"));
    m_arguments = new CopyField(CopyField::Shape::Block, tr("Arguments"));
    m_result = new CopyField(CopyField::Shape::Block, tr("Result"));
    m_recorded = new CopyField(CopyField::Shape::Block, tr("Record in the log"));
    m_tabs = new QTabWidget;
    for (CopyField* field : {m_arguments, m_result, m_recorded}) {
        field->setContentsMargins(0, kGrid + kGrid / 2, 0, 0);
    }
    m_tabs->addTab(m_arguments, tr("Arguments"));
    m_tabs->addTab(m_result, tr("Result"));
    m_tabs->addTab(m_recorded, tr("Record"));
    m_tabs->tabBar()->setDrawBase(false);
    nameForAccessibility(m_tabs, tr("Recorded texts"));
    nameForAccessibility(m_tabs->tabBar(), tr("Recorded texts"));
    auto* widget = new QWidget;
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid + kGrid / 2);
    column->addWidget(m_verdict);
    column->addLayout(facts);
    column->addWidget(m_tabs, 1);
    return widget;
}

void CallPanel::clear()
{
    m_row = {};
    setName({});
    m_stack->setCurrentIndex(0);
}

void CallPanel::showCall(const api::ActivityRow& row)
{
    m_row = row;
    showFacts(row);
    m_stack->setCurrentIndex(1);
    clearTexts(tr("Reading the log…"));
    m_bridge.callDetails(row.n, this, [this, n = row.n](Result<api::CallDetails> details) {
        if (n != m_row.n) {
            return; // another call was chosen meanwhile
        }
        if (details) {
            showDetails(*details);
        } else {
            clearTexts(describe(details.error()));
        }
    });
}

void CallPanel::showFacts(const api::ActivityRow& row)
{
    const QString none = tr("none");
    const Phrase phrase = describe(row);
    setName(row.tool.empty() ? tr("Request") : isolated(row.tool));
    m_verdict->showMessage(phrase.tone, phrase.title, phrase.explanation);
    QString time = exactTimeText(row.time);
    if (!isRefusal(row) && row.outcome != api::Outcome::Running) {
        time += QStringLiteral("  ·  ") + durationText(row.durationMicros);
    }
    m_time->setText(time);
    const QString key = keyText(m_bridge.config(), row.key);
    m_key->setText(key.isEmpty() ? none : key);
    m_client->setText(row.client.empty() ? tr("did not say") : toQString(row.client));
    const QString server = serverText(m_bridge.config(), row.server);
    m_server->setText(server.isEmpty() ? none : server);
    m_size->setText(
        tr("%1 sent, %2 received").arg(bytesText(row.argumentBytes), bytesText(row.resultBytes)));
    m_record->setText(row.call.empty()
                          ? tr("No. %1").arg(row.n)
                          : tr("No. %1, call %2").arg(row.n).arg(isolated(row.call.str())));
    m_record->setToolTip(toolTipText(m_record->text()));
}

void CallPanel::showDetails(const api::CallDetails& details)
{
    clearTexts(isRefusal(details.row) ? tr("A refused call has none.")
                                      : tr("Not kept for this call."));
    if (details.arguments) {
        m_arguments->setText(pretty(*details.arguments));
    }
    if (details.result) {
        m_result->setText(pretty(*details.result));
    }
    QStringList parts;
    addPart(parts, tr("Intent, header"), details.intentHeader);
    addPart(parts, tr("Intent, body"), details.intentBody);
    addPart(parts, tr("Outcome, header"), details.outcomeHeader);
    addPart(parts, tr("Outcome, body"), details.outcomeBody);
    m_recorded->setText(parts.join(QStringLiteral("\n\n")));
}

void CallPanel::clearTexts(const QString& instead)
{
    for (CopyField* field : {m_arguments, m_result, m_recorded}) {
        field->setPlaceholder(instead);
        field->setText({});
    }
}

} // namespace portcullis::ui
