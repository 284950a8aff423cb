#include "ui/servers/test_result_view.h"

#include "ui/servers/tools_view.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/labels.h"
#include "ui/words.h"

#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

constexpr int kDiagnosticsHeight = 88;
constexpr int kToolsHeight = 168;

} // namespace

TestResultView::TestResultView(QWidget* parent)
    : QWidget(parent)
    , m_banner(new Banner(Banner::Closing::ByCode))
    , m_diagnostics(new QPlainTextEdit)
    , m_tools(new ToolsView(ToolsView::Actions::None))
{
    m_diagnostics->setReadOnly(true);
    m_diagnostics->setFont(monospaceFont());
    m_diagnostics->setFixedHeight(kDiagnosticsHeight);
    m_diagnostics->setTabChangesFocus(true);
    nameForAccessibility(m_diagnostics, tr("Notes and messages of the server"));
    m_tools->setFixedHeight(kToolsHeight);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid);
    column->addWidget(m_banner);
    column->addWidget(m_diagnostics);
    column->addWidget(m_tools);
    hide();
}

void TestResultView::showRunning()
{
    m_banner->showMessage(
        Tone::Info, tr("Connecting…"), tr("Starting the server and asking for its tools."));
    m_diagnostics->hide();
    m_tools->hide();
    show();
}

void TestResultView::showReport(const api::ServerReport& report)
{
    const QString software =
        report.serverName.empty()
            ? tr("The server")
            : toQString(report.serverName + " " + report.serverVersion).trimmed();
    m_banner->showMessage(
        Tone::Good,
        tr("The connection works"),
        tr("%1 speaks %2 and offers %n tool(s).", nullptr, static_cast<int>(report.tools.size()))
            .arg(software, revisionText(report.revision)));
    QStringList lines;
    for (const std::string& note : report.notes) {
        lines.push_back(toQString(note));
    }
    if (!report.diagnostics.empty()) {
        lines.push_back(toQString(report.diagnostics).trimmed());
    }
    m_diagnostics->setPlainText(lines.join(QLatin1Char('\n')));
    m_diagnostics->setVisible(!lines.isEmpty());
    m_tools->showTools(report.tools);
    m_tools->setVisible(!report.tools.empty());
    show();
}

void TestResultView::showError(const Error& error)
{
    m_banner->showMessage(Tone::Bad, tr("No connection"), describe(error));
    m_diagnostics->setPlainText(toQString(error.cause).trimmed());
    m_diagnostics->setVisible(!error.cause.empty());
    m_tools->hide();
    show();
}

} // namespace portcullis::ui
