#include "ui/widgets/tab_pages.h"

#include "ui/widgets/labels.h"

#include <QFrame>
#include <QTabBar>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

void focusFirst(QWidget& page)
{
    for (QWidget* next = page.nextInFocusChain(); next != &page; next = next->nextInFocusChain()) {
        const bool takes = (next->focusPolicy() & Qt::TabFocus) != 0 && next->isEnabled();
        if (takes && page.isAncestorOf(next) && next->isVisibleTo(&page)) {
            next->setFocus();
            return;
        }
    }
}

} // namespace

TabPages::TabPages(const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_bar(new QTabBar)
    , m_column(new QVBoxLayout(this))
{
    m_bar->setDrawBase(false);
    m_bar->setExpanding(false);
    nameForAccessibility(m_bar, name);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
    m_column->addWidget(m_bar);
    m_column->addWidget(makeLine());
    m_column->addSpacing(2 * kGrid);
    connect(m_bar, &QTabBar::currentChanged, this, &TabPages::refresh);
}

void TabPages::addPage(QWidget* page, const QString& title)
{
    m_pages.push_back(page);
    m_column->addWidget(page);
    m_bar->addTab(title);
    refresh();
}

void TabPages::setTitle(int index, const QString& title)
{
    m_bar->setTabText(index, title);
}

void TabPages::setTabVisible(int index, bool visible)
{
    m_bar->setTabVisible(index, visible);
}

int TabPages::current() const
{
    return m_bar->currentIndex();
}

QWidget* TabPages::page(int index) const
{
    return m_pages.at(static_cast<std::size_t>(index));
}

bool TabPages::isTabVisible(int index) const
{
    return m_bar->isTabVisible(index);
}

void TabPages::showPageOf(const QWidget* widget)
{
    for (std::size_t i = 0; i < m_pages.size(); ++i) {
        if (m_pages[i] == widget || m_pages[i]->isAncestorOf(widget)) {
            m_bar->setCurrentIndex(static_cast<int>(i));
        }
    }
}

void TabPages::refresh()
{
    QWidget* front = page(current());
    const QWidget* focused = window()->focusWidget();
    bool leaves = false; // or the keyboard would go to whatever comes behind the pages
    for (QWidget* other : m_pages) {
        if (other == front) {
            continue;
        }
        if (focused != nullptr && other->isAncestorOf(focused)) {
            leaves = true;
            m_bar->setFocus();
        }
        other->hide();
    }
    front->show(); // last: a dialog grows for two pages at once and never shrinks again
    if (leaves) {
        focusFirst(*front);
    }
}

} // namespace portcullis::ui
