#include "ui/servers/server_form.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSpinBox>

#include <chrono>

namespace portcullis::ui {

namespace {

constexpr int kMaxTimeoutSeconds = 24 * 60 * 60;
constexpr int kMaxInFlight = 1024;

QSpinBox* makeNumberField(int maximum, int value)
{
    auto* field = new QSpinBox;
    field->setButtonSymbols(QAbstractSpinBox::NoButtons);
    field->setRange(1, maximum);
    field->setValue(value);
    return field;
}

} // namespace

// The tab for those who know why.
QWidget* ServerForm::buildAdvanced()
{
    auto* form = new Form;
    m_protocol = new QComboBox;
    m_protocol->addItem(tr("Find out by itself"), static_cast<int>(api::ProtocolChoice::Auto));
    m_protocol->addItem(tr("Sessions (up to 2025-11-25)"),
                        static_cast<int>(api::ProtocolChoice::Session));
    m_protocol->addItem(tr("Stateless (2026-07-28 and later)"),
                        static_cast<int>(api::ProtocolChoice::Stateless));
    form->addField(tr("&Protocol"), m_protocol);
    buildRecording(*form);
    buildLimits(*form);
    m_directory = new QLineEdit;
    m_directory->setLayoutDirection(Qt::LeftToRight);
    m_directoryRow = form->addField(
        tr("Working &folder"), m_directory, tr("Empty for Portcullis's data folder."));
    m_caFile = new QLineEdit;
    m_caFile->setLayoutDirection(Qt::LeftToRight);
    m_caFileRow =
        form->addField(tr("Certificate &file"),
                       m_caFile,
                       tr("PEM file with the authority to trust instead of the system's."));
    m_plainHttp = new QCheckBox(tr("Allow unencrypted HTTP to another computer"));
    m_plainHttp->setToolTip(
        tr("Everything sent, secrets included, can then be read on the network."));
    form->addWidget(m_plainHttp);
    form->addStretch();
    return form;
}

void ServerForm::buildRecording(Form& form)
{
    m_content = new QComboBox;
    for (const auto mode :
         {api::ContentMode::Full, api::ContentMode::ProveOnly, api::ContentMode::None}) {
        m_content->addItem(contentModeText(mode), static_cast<int>(mode));
    }
    form.addField(tr("&Recorded of its calls"),
                  m_content,
                  tr("That a call happened, and its fingerprints, is recorded in any case."));
}

void ServerForm::buildLimits(Form& form)
{
    const api::ServerConfig defaults;
    const auto timeout = std::chrono::duration_cast<std::chrono::seconds>(defaults.callTimeout);
    m_timeout = makeNumberField(kMaxTimeoutSeconds, static_cast<int>(timeout.count()));
    m_timeout->setSuffix(tr(" seconds"));
    m_inFlight = makeNumberField(kMaxInFlight, static_cast<int>(defaults.maxInFlight));
    auto* limits = new QWidget;
    auto* row = new QHBoxLayout(limits);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2 * kGrid);
    auto* left = new Form;
    left->addField(tr("&Time limit of a call"), m_timeout);
    auto* right = new Form;
    right->addField(tr("Calls at &once"), m_inFlight);
    row->addWidget(left);
    row->addWidget(right);
    form.addWidget(limits);
}

} // namespace portcullis::ui
