#include "ui/keys/key_binding_form.h"

#include "gateway/base/encoding.h"
#include "gateway/base/program_file.h"
#include "ui/text.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/words.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace portcullis::ui {

namespace {

constexpr int kShownDigits = 16;
constexpr int kListHeight = 96;

QString nameOf(const api::BoundProgram& program)
{
    const QString hash = toQString(toHex(program.hash)).left(kShownDigits) + QStringLiteral("…");
    return program.path.empty() ? hash : isolated(program.path);
}

} // namespace

KeyBindingForm::KeyBindingForm(QWidget* parent)
    : QWidget(parent)
    , m_transports{new QCheckBox(tr("&HTTP")),
                   new QCheckBox(tr("HTTP+&SSE (old)")),
                   new QCheckBox(tr("The &bridge and the local socket"))}
    , m_list(new QListWidget)
    , m_add(makeButton(ButtonKind::Normal, tr("Add program…"), "add"))
    , m_remove(makeButton(ButtonKind::Normal, tr("Remove program"), "remove"))
{
    auto* form = new Form;
    form->addField(tr("Ways in"),
                   buildTransports(),
                   tr("None checked: every way. Over another one the key is refused."));
    m_programsRow = form->addField(
        tr("&Programs"),
        buildPrograms(),
        tr("None: every program. Only over the bridge and the local socket, by a hash of the "
           "program's file: it stops a copied secret, but no program of the same user that means "
           "to get in, and of python or node it says nothing of the script."));
    form->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(form);
    showPrograms();
}

QWidget* KeyBindingForm::buildTransports()
{
    constexpr std::array kNames = {"keyHttp", "keySse", "keyStdio"};
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid / 2);
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        m_transports.at(i)->setObjectName(QLatin1String(kNames.at(i)));
        column->addWidget(m_transports.at(i));
    }
    return box;
}

QWidget* KeyBindingForm::buildPrograms()
{
    m_list->setObjectName(QStringLiteral("keyPrograms"));
    m_list->setFixedHeight(kListHeight);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_add->setObjectName(QStringLiteral("addProgram"));
    m_remove->setObjectName(QStringLiteral("removeProgram"));
    m_add->setAutoDefault(false);
    m_remove->setAutoDefault(false);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addWidget(m_add);
    buttons->addWidget(m_remove);
    buttons->addStretch(1);
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid / 2);
    column->addWidget(m_list);
    column->addLayout(buttons);
    box->setFocusProxy(m_list);
    connect(m_add, &QPushButton::clicked, this, &KeyBindingForm::chooseProgram);
    connect(m_remove, &QPushButton::clicked, this, &KeyBindingForm::removeProgram);
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int row) {
        m_remove->setEnabled(row >= 0);
    });
    return box;
}

void KeyBindingForm::setBinding(const api::KeyTransports& transports,
                                const api::KeyPrograms& programs)
{
    for (const api::KeyTransport transport : transports) {
        m_transports.at(static_cast<std::size_t>(transport))->setChecked(true);
    }
    m_programs = programs;
    showPrograms();
}

api::KeyTransports KeyBindingForm::transports() const
{
    api::KeyTransports chosen;
    for (std::size_t i = 0; i < m_transports.size(); ++i) {
        if (m_transports.at(i)->isChecked()) {
            chosen.push_back(static_cast<api::KeyTransport>(i));
        }
    }
    return chosen;
}

void KeyBindingForm::chooseProgram()
{
    auto* dialog = new QFileDialog(this, tr("Choose a program"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &KeyBindingForm::addProgram);
    dialog->open();
}

void KeyBindingForm::addProgram(const QString& path)
{
    takeHash();
    m_programsRow->showProblem({});
    m_reading = path;
    m_add->setEnabled(false);
    m_thread = std::jthread([this, file = toStdString(path)] {
        m_hash = hashProgram(file);
        QMetaObject::invokeMethod(this, &KeyBindingForm::takeHash, Qt::QueuedConnection);
    });
}

void KeyBindingForm::takeHash()
{
    if (m_thread.joinable()) {
        m_thread.join();
    }
    const auto hash = std::exchange(m_hash, std::nullopt);
    if (!hash) {
        return;
    }
    m_add->setEnabled(true);
    if (!*hash) {
        m_programsRow->showProblem(isolated(hash->error().message));
        return;
    }
    if (std::ranges::find(m_programs, **hash, &api::BoundProgram::hash) == m_programs.end()) {
        m_programs.push_back({**hash, toStdString(m_reading)});
    }
    showPrograms();
}

void KeyBindingForm::removeProgram()
{
    const int row = m_list->currentRow();
    if (row >= 0) {
        m_programs.erase(m_programs.begin() + row);
        showPrograms();
    }
}

void KeyBindingForm::showPrograms()
{
    m_list->clear();
    for (const api::BoundProgram& program : m_programs) {
        auto* item = new QListWidgetItem(nameOf(program), m_list);
        item->setToolTip(toolTipText(QStringLiteral("sha256:") + toQString(toHex(program.hash))));
    }
    m_remove->setEnabled(false);
}

bool KeyBindingForm::settle()
{
    takeHash();
    return m_programsRow->problem().isEmpty();
}

} // namespace portcullis::ui
