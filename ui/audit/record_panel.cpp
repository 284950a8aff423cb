#include "ui/audit/record_panel.h"

#include "ui/audit/audit_model.h"
#include "ui/audit/record_lines.h"
#include "ui/gateway_bridge.h"
#include "ui/permissions.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/widgets/copy_field.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"
#include "ui/words.h"

#include <QHBoxLayout>
#include <QJsonDocument>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

QString pretty(const std::string& text)
{
    const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(text));
    return QString::fromUtf8(document.toJson(QJsonDocument::Indented)).trimmed();
}

} // namespace

RecordPanel::RecordPanel(GatewayBridge& bridge, QWidget* parent)
    : DetailPanel(parent)
    , m_bridge(bridge)
    , m_empty(new EmptyState(
          "shield",
          tr("No record selected"),
          tr("Choose a record to see who asked, what was decided and what came of it.")))
{
    m_record = buildRecord();
    column().addWidget(m_empty, 1);
    column().addWidget(m_record, 1);
    clear();
}

QWidget* RecordPanel::buildRecord()
{
    auto* widget = new QWidget;
    auto* chain = new QVBoxLayout(widget);
    chain->setContentsMargins(0, 0, 0, 0);
    chain->setSpacing(kGrid + kGrid / 2);
    m_client = addLink(*chain, "keys", tr("Client"));
    m_model = addLink(*chain, "activity", tr("Language model"));
    m_decision = addLink(*chain, "shield", tr("Decision"));
    m_budget = addLink(*chain, "overview", tr("Budget"));
    m_upstream = addLink(*chain, "servers", tr("Server"));
    m_result = addLink(*chain, "done", tr("Result"));
    m_says = addLink(*chain, "info", tr("What it says"));
    m_kept = addLink(*chain, "save", tr("Kept"));
    m_proof = addLink(*chain, "lock", tr("Proof"));
    m_recorded = new CopyField(CopyField::Shape::Block, tr("Record in the log"));
    chain->addWidget(m_recorded, 1);
    auto* actions = new FlowLayout;
    m_hold = makeButton(ButtonKind::Normal, tr("Hold this call…"), "lock");
    m_hold->setObjectName(QStringLiteral("holdCall"));
    m_erase = makeButton(ButtonKind::Danger, tr("Erase its contents…"), "remove");
    m_erase->setObjectName(QStringLiteral("eraseCall"));
    actions->addWidget(m_hold);
    actions->addWidget(m_erase);
    chain->addLayout(actions);
    needs(*m_hold, api::Operation::PlaceHold);
    needs(*m_erase, api::Operation::RemoveContents);
    connect(m_hold, &QPushButton::clicked, this, [this] { emit holdWanted(m_about); });
    connect(m_erase, &QPushButton::clicked, this, [this] { emit eraseWanted(m_about); });
    return widget;
}

RecordPanel::Link RecordPanel::addLink(QVBoxLayout& chain, const char* icon, const QString& title)
{
    Link link;
    link.widget = new QWidget;
    auto* row = new QHBoxLayout(link.widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid);
    row->addWidget(makeIconLabel(icon, Tint::Accent), 0, Qt::AlignTop);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(makeLabel(TextRole::Subheading, title));
    link.text = makeLabel(TextRole::Body);
    link.text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    letShrink(link.text);
    texts->addWidget(link.text);
    row->addLayout(texts, 1);
    chain.addWidget(link.widget);
    return link;
}

void RecordPanel::fill(const Link& link, const QStringList& lines)
{
    QStringList said = lines;
    said.removeAll(QString());
    link.widget->setVisible(!said.isEmpty());
    link.text->setText(said.join(QLatin1Char('\n')));
}

void RecordPanel::clear()
{
    m_n = -1;
    setName({});
    m_record->hide();
    m_empty->show();
}

void RecordPanel::showRecord(const LogRow& row)
{
    if (m_n == row.n) {
        return;
    }
    m_n = row.n;
    setName(row.tool.isEmpty() ? kindText(row) : isolated(row.tool));
    m_empty->hide();
    m_record->show();
    for (const Link& link :
         {m_client, m_model, m_decision, m_budget, m_upstream, m_result, m_says, m_kept, m_proof}) {
        fill(link, {});
    }
    m_hold->hide();
    m_erase->hide();
    m_recorded->setPlaceholder(tr("Reading the log…"));
    m_recorded->setText({});
    // First the holds: what is said of the record is said at once.
    m_bridge.holds(this, [this, n = row.n](const Result<std::vector<api::Hold>>& holds) {
        if (n == m_n) {
            m_holds = holds ? std::optional(*holds) : std::nullopt;
            fetchDetails();
        }
    });
}

void RecordPanel::fetchDetails()
{
    m_bridge.callDetails(m_n, this, [this, n = m_n](Result<api::CallDetails> details) {
        if (n != m_n) {
            return; // another record was chosen meanwhile
        }
        if (details) {
            showDetails(*details);
        } else {
            m_recorded->setPlaceholder(describe(details.error()));
        }
    });
}

void RecordPanel::showDetails(const api::CallDetails& details)
{
    const RecordTexts record(details);
    const api::GatewayConfig& config = m_bridge.config();
    fill(m_client, clientLines(record, config));
    fill(m_model, modelLines(record));
    fill(m_decision, decisionLines(record));
    fill(m_budget, budgetLines(record, config));
    fill(m_upstream, serverLines(record, config));
    fill(m_result, resultLines(record));
    fill(m_says, otherLines(record, config));
    fill(m_kept,
         keptLines(record) +
             (m_holds ? heldLines(record, *m_holds, config)
                      : QStringList{tr("Whether it is on legal hold could not be read.")}));
    fill(m_proof, proofLines(record));
    QStringList recorded;
    for (const std::string* text : {&details.intentHeader,
                                    &details.intentBody,
                                    &details.outcomeHeader,
                                    &details.outcomeBody}) {
        if (!text->empty()) {
            recorded << pretty(*text);
        }
    }
    m_recorded->setText(recorded.join(QStringLiteral("\n\n")));
    // Contents are of calls alone.
    m_about.call = details.row.call.empty() ? std::nullopt : std::optional(details.row.call);
    m_hold->setVisible(m_about.call.has_value());
    m_erase->setVisible(m_about.call.has_value() && (details.arguments || details.result));
}

} // namespace portcullis::ui
