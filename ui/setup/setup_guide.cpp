#include "ui/setup/setup_guide.h"

#include "ui/gateway_bridge.h"
#include "ui/permissions.h"
#include "ui/setup/step_mark.h"
#include "ui/widgets/labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace portcullis::ui {

SetupGuide::SetupGuide(GatewayBridge& bridge, QWidget* parent)
    : QFrame(parent)
    , m_bridge(bridge)
{
    setProperty("role", QStringLiteral("card"));
    m_steps = {
        buildStep(
            tr("Add a server"),
            tr("Tell Portcullis which MCP server to stand in front of: a program on this computer, "
               "or a web address."),
            tr("Add server…")),
        buildStep(tr("Create a key"),
                  tr("Every client gets a key of its own, and you choose which tools it may use. "
                     "Nothing is allowed until you allow it."),
                  tr("Create key…")),
        buildStep(
            tr("Connect a client"),
            tr("Copy the configuration into your client and let it connect. This guide goes away "
               "when the first request arrives."),
            tr("Show configuration…"))};
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 3 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(makeLabel(TextRole::Heading, tr("Three steps to a working connection")));
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        if (i > 0) {
            column->addWidget(makeLine());
        }
        auto* mark = new StepMark(static_cast<int>(i) + 1);
        m_steps[i].mark = mark;
        qobject_cast<QHBoxLayout*>(m_steps[i].row->layout())
            ->insertWidget(0, mark, 0, Qt::AlignTop);
        column->addWidget(m_steps[i].row);
    }
    connect(m_steps[0].button, &QPushButton::clicked, this, &SetupGuide::addServerRequested);
    connect(m_steps[1].button, &QPushButton::clicked, this, &SetupGuide::createKeyRequested);
    connect(
        m_steps[2].button, &QPushButton::clicked, this, &SetupGuide::showConfigurationRequested);
    connect(&bridge, &GatewayBridge::configChanged, this, &SetupGuide::refresh);
    connect(&bridge, &GatewayBridge::statusChanged, this, &SetupGuide::refresh);
    refresh();
}

SetupGuide::Step
SetupGuide::buildStep(const QString& title, const QString& text, const QString& action)
{
    Step step;
    step.row = new QWidget;
    auto* row = new QHBoxLayout(step.row);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2 * kGrid);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    step.title = makeLabel(TextRole::Subheading, title);
    step.text = makeLabel(TextRole::Muted, text);
    texts->addWidget(step.title);
    texts->addWidget(step.text);
    row->addLayout(texts, 1);
    step.button = makeButton(ButtonKind::Normal, action);
    step.button->setMinimumWidth(168);
    needs(*step.button, api::Operation::Configure);
    row->addWidget(step.button, 0, Qt::AlignVCenter);
    return step;
}

int SetupGuide::stepsDone() const
{
    if (!m_bridge.status().keys.empty()) {
        return 3;
    }
    if (m_bridge.config().servers.empty()) {
        return 0;
    }
    return m_bridge.config().keys.empty() ? 1 : 2;
}

void SetupGuide::refresh()
{
    const int done = stepsDone();
    for (int i = 0; i < 3; ++i) {
        showStep(i, done);
    }
    setVisible(m_bridge.isReady() && done < 3);
}

void SetupGuide::showStep(int index, int done)
{
    const Step& step = m_steps[static_cast<std::size_t>(index)];
    const bool current = index == done;
    auto* mark = qobject_cast<StepMark*>(step.mark);
    mark->setState(index < done ? StepMark::State::Done
                                : (current ? StepMark::State::Current : StepMark::State::Later));
    step.button->setEnabled(index <= done);
    step.button->setVisible(index >= done);
    const QString kind = current ? QStringLiteral("primary") : QStringLiteral("normal");
    if (step.button->property("kind").toString() != kind) {
        step.button->setProperty("kind", kind);
        step.button->style()->unpolish(
            step.button); // the style sheet looks at properties only here
        step.button->style()->polish(step.button);
    }
}

} // namespace portcullis::ui
