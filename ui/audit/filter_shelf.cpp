#include "ui/audit/filter_shelf.h"

#include "ui/audit/filter_name_dialog.h"
#include "ui/theme/icons.h"
#include "ui/widgets/confirm.h"

#include <QAction>
#include <QMenu>

namespace portcullis::ui {

namespace {

// A name that a person chose may have a &, which would become a mnemonic.
QString asMenuText(QString name)
{
    return name.replace(QLatin1Char('&'), QLatin1String("&&"));
}

} // namespace

FilterShelf::FilterShelf(KeptText kept, std::function<LogFilter()> present, QWidget* parent)
    : QPushButton(tr("Fi&lters"), parent)
    , m_kept(std::move(kept))
    , m_present(std::move(present))
    , m_menu(new QMenu(this))
{
    setObjectName(QStringLiteral("savedFilters"));
    setProperty("menu", true); // the style makes room for the arrow
    setAutoDefault(false);
    setMenu(m_menu);
    m_menu->setObjectName(QStringLiteral("savedFiltersMenu"));
    if (m_kept.read) {
        m_filters = SavedFilters::parse(m_kept.read());
    }
    refill();
}

void FilterShelf::refill()
{
    m_menu->clear(); // deletes its actions
    for (QMenu* old : m_menu->findChildren<QMenu*>()) {
        old->deleteLater();
    }
    for (const SavedFilter& saved : m_filters.all()) {
        QAction* choose = m_menu->addAction(asMenuText(saved.name));
        connect(choose, &QAction::triggered, this, [this, saved] { emit chosen(saved.filter); });
    }
    if (!m_filters.all().isEmpty()) {
        m_menu->addSeparator();
    }
    QAction* add = m_menu->addAction(ui::icon("save", Tint::Muted), tr("&Save this filter…"));
    add->setObjectName(QStringLiteral("saveFilter"));
    connect(add, &QAction::triggered, this, &FilterShelf::askSave);
    if (!m_filters.all().isEmpty()) {
        addPerFilter(tr("&Rename"), &FilterShelf::askRename);
        addPerFilter(tr("&Delete"), &FilterShelf::askDelete);
    }
}

void FilterShelf::addPerFilter(const QString& title, void (FilterShelf::*act)(const QString& name))
{
    QMenu* menu = m_menu->addMenu(title);
    for (const SavedFilter& saved : m_filters.all()) {
        QAction* action = menu->addAction(tr("%1…").arg(asMenuText(saved.name)));
        connect(action, &QAction::triggered, this, [this, act, name = saved.name] {
            (this->*act)(name);
        });
    }
}

void FilterShelf::askSave()
{
    auto* dialog = new FilterNameDialog(tr("Save this filter"), {}, window());
    connect(dialog, &FilterNameDialog::named, this, &FilterShelf::save);
    dialog->open();
}

void FilterShelf::save(const QString& name)
{
    unlessTaken(name, [this, saved = SavedFilter{name, m_present()}] {
        m_filters.put(saved);
        keep();
    });
}

void FilterShelf::askRename(const QString& name)
{
    auto* dialog = new FilterNameDialog(tr("Rename the filter"), name, window());
    connect(dialog, &FilterNameDialog::named, this, [this, name](const QString& to) {
        rename(name, to);
    });
    dialog->open();
}

void FilterShelf::rename(const QString& from, const QString& to)
{
    const auto go = [this, from, to] {
        m_filters.rename(from, to);
        keep();
    };
    if (from.compare(to, Qt::CaseInsensitive) == 0) {
        go(); // only its capitals change
    } else {
        unlessTaken(to, go);
    }
}

void FilterShelf::askDelete(const QString& name)
{
    confirm(window(),
            {tr("Delete the filter “%1”?").arg(name),
             tr("The records of the log stay as they are."),
             tr("Delete")},
            [this, name] {
                m_filters.remove(name);
                keep();
            });
}

void FilterShelf::unlessTaken(const QString& name, std::function<void()> go)
{
    if (m_filters.find(name) == nullptr) {
        go();
        return;
    }
    confirm(window(),
            {tr("Overwrite the filter “%1”?").arg(name),
             tr("What it looked for until now will be lost."),
             tr("Overwrite")},
            std::move(go));
}

void FilterShelf::keep()
{
    if (m_kept.write) {
        m_kept.write(m_filters.text());
    }
    refill();
}

} // namespace portcullis::ui
