#include "ui/servers/tool_dialog.h"

#include "ui/gateway_bridge.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/window_place.h"
#include "ui/words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace portcullis::ui {

namespace {

constexpr int kDescriptionHeight = 104;

api::ToolOverride overrideOf(const api::ServerConfig& server, const std::string& tool)
{
    const auto found = std::ranges::find(server.tools, tool, &api::ToolOverride::tool);
    if (found != server.tools.end()) {
        return *found;
    }
    api::ToolOverride none;
    none.tool = tool;
    return none;
}

} // namespace

api::ServerConfig withOverride(api::ServerConfig server, const api::ToolOverride& shown)
{
    std::erase_if(server.tools,
                  [&shown](const api::ToolOverride& old) { return old.tool == shown.tool; });
    const bool isAsItsServerShowsIt = shown.name.empty() && !shown.description && !shown.hidden &&
                                      shown.content == api::ContentMode::Full;
    if (!isAsItsServerShowsIt) {
        server.tools.insert(
            std::ranges::lower_bound(server.tools, shown.tool, {}, &api::ToolOverride::tool),
            shown);
    }
    return server;
}

ToolDialog::ToolDialog(GatewayBridge& bridge,
                       const api::ServerConfig& server,
                       const api::ToolInfo& tool,
                       QWidget* parent)
    : QDialog(parent)
    , m_bridge(bridge)
    , m_server(server.id)
    , m_tool(tool)
    , m_name(new QLineEdit)
    , m_replace(new QCheckBox(tr("&Replace its description")))
    , m_description(new QPlainTextEdit)
    , m_hide(new QCheckBox(tr("&Hide it from every client")))
    , m_content(new QComboBox)
    , m_problem(new Banner(Banner::Closing::ByCode))
    , m_save(makeButton(ButtonKind::Primary, tr("Save")))
{
    setObjectName(QStringLiteral("toolDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Show a tool as…"));
    build();
    showOverride(overrideOf(server, tool.name));
    resizeWithinScreen(*this, QSize(520, 600));
    m_name->setFocus();
}

void ToolDialog::build()
{
    auto* reset = makeButton(ButtonKind::Normal, tr("As its &server shows it"), "restart");
    auto* cancel = makeButton(ButtonKind::Normal, tr("Cancel"));
    reset->setObjectName(QStringLiteral("resetTool"));
    m_save->setObjectName(QStringLiteral("saveTool"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addWidget(reset);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 2 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(makeElidedLabel(TextRole::Heading, isolated(m_tool.name)));
    column->addWidget(makeLabel(TextRole::Muted,
                                tr("Allow-lists and the audit log keep knowing it by this name, "
                                   "whatever clients see.")));
    column->addWidget(buildForm());
    column->addStretch(1);
    column->addWidget(m_problem);
    column->addLayout(buttons);
    connect(reset, &QPushButton::clicked, this, [this] { showOverride({}); });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &ToolDialog::save);
    connect(m_replace, &QCheckBox::toggled, m_description, &QWidget::setEnabled);
}

QWidget* ToolDialog::buildForm()
{
    m_name->setObjectName(QStringLiteral("toolName"));
    m_name->setFont(monospaceFont());
    m_name->setLayoutDirection(Qt::LeftToRight);
    m_name->setPlaceholderText(toQString(m_tool.name));
    m_replace->setObjectName(QStringLiteral("replaceDescription"));
    m_description->setObjectName(QStringLiteral("toolDescription"));
    m_description->setTabChangesFocus(true);
    m_description->setFixedHeight(kDescriptionHeight);
    nameForAccessibility(m_description, tr("Description for clients"));
    m_hide->setObjectName(QStringLiteral("hideTool"));
    m_content->setObjectName(QStringLiteral("toolContent"));
    for (const auto mode :
         {api::ContentMode::Full, api::ContentMode::ProveOnly, api::ContentMode::None}) {
        m_content->addItem(contentModeText(mode), static_cast<int>(mode));
    }
    auto* form = new Form;
    m_nameRow =
        form->addField(tr("&Name for clients"), m_name, tr("Empty for the tool's own name."));
    form->addWidget(m_replace);
    m_descriptionRow = form->addField({}, m_description);
    form->addField(
        {}, m_hide, tr("It is in no list, and a call of it is refused, whatever allow-lists say."));
    form->addField(tr("Re&corded of its calls"),
                   m_content,
                   tr("What server and key say counts as well: the least of it is kept."));
    return form;
}

void ToolDialog::showOverride(const api::ToolOverride& shown)
{
    m_name->setText(toQString(shown.name));
    m_replace->setChecked(shown.description.has_value());
    m_description->setEnabled(m_replace->isChecked());
    m_description->setPlainText(toQString(shown.description.value_or(m_tool.description)));
    m_hide->setChecked(shown.hidden);
    m_content->setCurrentIndex(m_content->findData(static_cast<int>(shown.content)));
}

api::ToolOverride ToolDialog::chosen() const
{
    api::ToolOverride shown;
    shown.tool = m_tool.name;
    shown.name = toStdString(m_name->text().trimmed());
    if (shown.name == m_tool.name) {
        shown.name.clear();
    }
    if (m_replace->isChecked()) {
        shown.description = toStdString(m_description->toPlainText());
    }
    shown.hidden = m_hide->isChecked();
    shown.content = static_cast<api::ContentMode>(m_content->currentData().toInt());
    return shown;
}

void ToolDialog::save()
{
    m_problem->hide();
    m_nameRow->showProblem({});
    m_descriptionRow->showProblem({});
    const api::ServerConfig* server = api::findServer(m_bridge.config(), m_server);
    if (server == nullptr) {
        showProblem({ErrorCode::NotFound, {}, {}});
        return;
    }
    const api::ServerConfig changed = withOverride(*server, chosen());
    if (const auto broken = api::brokenRule(changed)) {
        const bool ofName = broken->member.ends_with("/name");
        if (!ofName && !broken->member.ends_with("/description")) {
            m_problem->showMessage(
                Tone::Bad,
                tr("This tool can only be shown as its server shows it: its own name is too long "
                   "or holds characters that cannot be printed, or too many other tools of this "
                   "server are shown differently."));
            return;
        }
        FormRow* row = ofName ? m_nameRow : m_descriptionRow;
        row->showProblem(ofName ? tr("Use at most 128 of the characters A–Z, a–z, 0–9, _, - and .")
                                : tr("Use at most 32 KiB of text."));
        row->focusField();
        return;
    }
    m_save->setEnabled(false);
    m_bridge.apply(api::UpdateServer{changed}, this, [this](Result<> applied) {
        m_save->setEnabled(true);
        if (applied) {
            accept();
        } else {
            showProblem(applied.error());
        }
    });
}

void ToolDialog::showProblem(const Error& error)
{
    m_problem->showMessage(Tone::Bad, describe(error), toQString(error.cause));
}

} // namespace portcullis::ui
