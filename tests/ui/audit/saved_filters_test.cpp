#include "tests/ui/screen_checks.h"
#include "tests/ui/ui_test.h"
#include "ui/audit/audit_filter_bar.h"
#include "ui/audit/saved_filters.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QMenu>

using namespace portcullis;
using namespace portcullis::test;

namespace {

// The bar in a window of its own, and what it kept.
struct Bar
{
    Bar()
        : bar(*gateway.bridge,
              {[this] { return kept; }, [this](const QString& text) { kept = text; }})
    {
        bar.show();
        Window::settle();
    }

    // The texts of the menu and of the menus in it.
    [[nodiscard]] QStringList offered() const
    {
        QStringList texts;
        for (const QAction* action : menu()->actions()) {
            texts << action->text();
        }
        texts.removeAll(QString());
        return texts;
    }

    [[nodiscard]] QMenu* menu() const
    {
        return bar.findChild<QMenu*>(QStringLiteral("savedFiltersMenu"));
    }

    static void choose(const QMenu* menu, const QString& text)
    {
        for (QAction* action : menu->actions()) {
            if (action->text() == text) {
                action->trigger();
                Window::settle();
                return;
            }
        }
        QFAIL(qPrintable(text));
    }

    [[nodiscard]] const QMenu* submenu(const QString& text) const
    {
        for (const QAction* action : menu()->actions()) {
            if (action->text() == text) {
                return action->menu();
            }
        }
        return nullptr;
    }

    static void giveName(const QString& name)
    {
        QDialog* dialog = openDialog("filterNameDialog");
        QVERIFY(dialog != nullptr);
        type(dialog->findChild<QLineEdit*>(QStringLiteral("filterName")), name);
        click(dialog->findChild<QPushButton*>(QStringLiteral("saveFilterName")));
    }

    static void answer(const char* buttonName)
    {
        QDialog* question = openDialog("confirm");
        QVERIFY(question != nullptr);
        if (buttonName == nullptr) {
            question->reject();
        } else {
            click(question->findChild<QPushButton*>(QLatin1String(buttonName)));
        }
    }

    void searchFor(const char* text) const
    {
        bar.findChild<QLineEdit*>(QStringLiteral("search"))->setText(QLatin1String(text));
    }

    void save(const char* name) const
    {
        choose(menu(), QStringLiteral("&Save this filter…"));
        giveName(QLatin1String(name));
    }

    Window gateway;
    QString kept;
    ui::AuditFilterBar bar;
};

ui::LogFilter fullFilter()
{
    ui::LogFilter filter;
    filter.text = QStringLiteral("delete_");
    filter.part = ui::LogPart::Refusals;
    filter.key = QStringLiteral("vk_gone");
    filter.server = QStringLiteral("files");
    filter.tool = QStringLiteral("delete_1");
    filter.caseId = QStringLiteral("tiger");
    filter.outcome = QStringLiteral("denied");
    filter.from = 1'790'000'000'000'000;
    filter.to = 1'790'000'060'000'000;
    return filter;
}

} // namespace

class SavedFiltersTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { ui::applyTheme(*qApp, ui::Scheme::Light); }

    void readsWhatItHasWritten()
    {
        ui::SavedFilters filters;
        filters.put({QStringLiteral("Ängste & Löschungen"), fullFilter()});
        filters.put({QStringLiteral("all"), {}});
        const ui::SavedFilters again = ui::SavedFilters::parse(filters.text());
        QCOMPARE(again.all(), filters.all());
        QCOMPARE(again.all().front().name, QStringLiteral("all")); // sorted
    }

    void leavesOutWhatItCannotRead()
    {
        const auto filters = ui::SavedFilters::parse(QStringLiteral(
            R"([{"name":"a","part":"calls"},{"name":"b","part":"of a later version"},7,{}])"));
        QCOMPARE(filters.all().size(), 1);
        QVERIFY(ui::SavedFilters::parse(QStringLiteral("no JSON")).all().isEmpty());
    }

    void showsAFilterThatNamesWhatIsGone()
    {
        Bar w;
        int changes = 0;
        connect(&w.bar, &ui::AuditFilterBar::changed, this, [&changes] { ++changes; });
        w.bar.setFilter(fullFilter());
        QCOMPARE(w.bar.filter(), fullFilter());
        QCOMPARE(changes, 1);
        w.bar.offer({}); // the log has no such tool
        QCOMPARE(w.bar.filter(), fullFilter());
        w.bar.clear();
        QCOMPARE(w.bar.filter(), ui::LogFilter());
    }

    void savesAndChooses()
    {
        Bar w;
        w.bar.setFilter(fullFilter());
        w.save("Deletions");
        QCOMPARE(w.offered().front(), QStringLiteral("Deletions"));
        w.bar.clear();
        Bar::choose(w.menu(), QStringLiteral("Deletions"));
        QCOMPARE(w.bar.filter(), fullFilter());
        QCOMPARE(ui::SavedFilters::parse(w.kept).find(QStringLiteral("deletions"))->filter,
                 fullFilter());
    }

    void asksBeforeItOverwrites()
    {
        Bar w;
        w.searchFor("one");
        w.save("Mine");
        w.searchFor("two");
        w.save("mine");
        Bar::answer(nullptr);
        const QString name = QStringLiteral("mine");
        QCOMPARE(ui::SavedFilters::parse(w.kept).find(name)->filter.text, QStringLiteral("one"));
        w.save("mine");
        Bar::answer("confirmAction");
        QCOMPARE(ui::SavedFilters::parse(w.kept).find(name)->filter.text, QStringLiteral("two"));
        QCOMPARE(ui::SavedFilters::parse(w.kept).all().size(), 1);
    }

    void wantsAName()
    {
        Bar w;
        w.save("  ");
        QVERIFY(openDialog("filterNameDialog") != nullptr);
        Bar::giveName(QStringLiteral("Now"));
        QCOMPARE(openDialog("filterNameDialog"), nullptr);
        QCOMPARE(w.offered().front(), QStringLiteral("Now"));
    }

    void renamesAndDeletes()
    {
        Bar w;
        w.bar.setFilter(fullFilter());
        w.save("One & two");
        Bar::choose(w.submenu(QStringLiteral("&Rename")), QStringLiteral("One && two…"));
        Bar::giveName(QStringLiteral("Three"));
        QCOMPARE(ui::SavedFilters::parse(w.kept).all().front(),
                 (ui::SavedFilter{QStringLiteral("Three"), fullFilter()}));
        Bar::choose(w.submenu(QStringLiteral("&Delete")), QStringLiteral("Three…"));
        Bar::answer(nullptr);
        QCOMPARE(w.offered().front(), QStringLiteral("Three"));
        Bar::choose(w.submenu(QStringLiteral("&Delete")), QStringLiteral("Three…"));
        Bar::answer("confirmAction");
        QCOMPARE(w.offered(), QStringList{QStringLiteral("&Save this filter…")});
        QVERIFY(ui::SavedFilters::parse(w.kept).all().isEmpty());
    }

    void looksRight()
    {
        Bar w;
        w.save("Deletions");
        w.menu()->popup(QPoint(0, 0));
        lookAt(*w.menu(), QStringLiteral("filters-menu"));
        w.menu()->close();
        Bar::choose(w.menu(), QStringLiteral("&Save this filter…"));
        lookAt(*openDialog("filterNameDialog"), QStringLiteral("filters-name"));
        openDialog("filterNameDialog")->reject();
    }
};

QTEST_MAIN(SavedFiltersTest)
#include "saved_filters_test.moc"
