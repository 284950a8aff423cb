#include "ui/theme/style_sheet.h"

#include <QList>
#include <QLocale>
#include <QPair>

namespace portcullis::ui {

namespace {

constexpr const char* kFrames = R"(
QMainWindow, QDialog, QWidget#page { background: @window; }
QWidget#sidebar { background: @sidebar; border-right: 1px solid @border; }
QFrame[role="card"] { background: @surface; border: 1px solid @border; border-radius: 10px; }
QFrame[role="well"] { background: @window; border: 1px solid @border; border-radius: 8px; }
QFrame[role="line"] { background: @border; border: none; max-height: 1px; min-height: 1px; }
QGroupBox { background: transparent; border: none; margin: 0; padding: 0; }
QScrollArea, QScrollArea > QWidget > QWidget#content { background: transparent; border: none; }
QSplitter::handle { background: transparent; }
QToolTip { background: @text; color: @surface; border: none; padding: 4px 8px; }

QLabel { background: transparent; color: @text; }
QLabel[role="title"] { font-size: @title; font-weight: 600; }
QLabel[role="heading"] { font-size: @heading; font-weight: 600; }
QLabel[role="subheading"] { font-weight: 600; }
QLabel[role="muted"] { color: @muted; }
QLabel[role="caption"] { color: @muted; font-size: @caption; }
QLabel[role="figure"] { font-size: @figure; font-weight: 600; }
QLabel[role="error"] { color: @bad; }
QLabel:disabled { color: @muted; }

QMenuBar { background: @sidebar; border-bottom: 1px solid @border; padding: 2px 6px; }
QMenuBar::item { background: transparent; padding: 5px 10px; border-radius: 5px; }
QMenuBar::item:selected { background: @selection; }
QMenu { background: @surface; border: 1px solid @strongBorder; padding: 5px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 5px; }
QMenu::item:selected { background: @selection; color: @text; }
QMenu::item:disabled { color: @muted; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: @border; margin: 5px 8px; }
)";

constexpr const char* kButtons = R"(
QPushButton { background: @surface; color: @text; border: 1px solid @strongBorder; border-radius: 6px;
    padding: 6px 14px; min-height: 18px; outline: none; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @selection; }
QPushButton:focus { border: 2px solid @accent; padding: 5px 13px; }
QPushButton:disabled { color: @muted; background: @window; border-color: @border; }
QPushButton[kind="primary"] { background: @accent; color: @accentText; border-color: @accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: @accentHover; border-color: @accentHover; }
QPushButton[kind="primary"]:focus { border: 2px solid @text; }
QPushButton[kind="primary"]:disabled { background: @strongBorder; border-color: @strongBorder; color: @surface; }
QPushButton[kind="danger"] { color: @bad; }
QPushButton[kind="danger"]:disabled { color: @muted; }
QPushButton[kind="destroy"] { background: @bad; color: @surface; border-color: @bad; font-weight: 600; }
QPushButton[kind="destroy"]:disabled { background: @strongBorder; border-color: @strongBorder; color: @surface; }
QPushButton[kind="destroy"]:focus { border: 2px solid @text; }
QPushButton[kind="quiet"] { background: transparent; border: 1px solid transparent; }
QPushButton[kind="quiet"]:hover { background: @hover; }
QPushButton[kind="quiet"]:focus { border: 2px solid @accent; }
QPushButton[kind="link"] { background: transparent; color: @accent; border: 1px solid transparent; padding: 2px 6px; }
QPushButton[kind="link"]:hover { background: @selection; }
QPushButton[kind="link"]:focus { border: 2px solid @accent; padding: 1px 5px; }
QPushButton::menu-indicator { image: url(:/portcullis/icons/chevron-down.svg); width: 16px; height: 16px;
    subcontrol-origin: padding; subcontrol-position: center right; right: 8px; }
QPushButton[menu="true"] { padding-right: 30px; }
QPushButton[menu="true"]:focus { padding-right: 29px; }

QCheckBox, QRadioButton { spacing: 8px; color: @text; background: transparent; padding: 2px; }
QCheckBox:focus, QRadioButton:focus { color: @accent; }
QCheckBox:disabled, QRadioButton:disabled { color: @muted; }
QCheckBox::indicator, QTreeView::indicator, QTableView::indicator { width: 16px; height: 16px; border-radius: 4px;
    border: 1px solid @strongBorder; background: @surface; }
QCheckBox::indicator:hover, QTreeView::indicator:hover { border-color: @accent; }
QCheckBox::indicator:checked, QTreeView::indicator:checked, QTableView::indicator:checked {
    background: @accent; border-color: @accent; image: url(:/portcullis/icons/box-check-@scheme.svg); }
QTreeView::indicator:indeterminate { background: @accent; border-color: @accent;
    image: url(:/portcullis/icons/box-partial-@scheme.svg); }
QCheckBox::indicator:disabled, QTreeView::indicator:disabled { background: @hover; border-color: @border; }
QTreeView::indicator:checked:disabled { background: @strongBorder; border-color: @strongBorder; }
QRadioButton::indicator { width: 16px; height: 16px; border-radius: 9px; border: 1px solid @strongBorder;
    background: @surface; }
QRadioButton::indicator:hover { border-color: @accent; }
QRadioButton::indicator:checked { background: @accent; border-color: @accent;
    image: url(:/portcullis/icons/radio-@scheme.svg); }
)";

constexpr const char* kFields = R"(
QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QDateTimeEdit { background: @surface; color: @text;
    border: 1px solid @strongBorder; border-radius: 6px; padding: 6px 8px; min-height: 18px;
    selection-background-color: @accent; selection-color: @accentText; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus, QDateTimeEdit:focus {
    border: 2px solid @accent; padding: 5px 7px; }
QLineEdit[invalid="true"], QComboBox[invalid="true"], QSpinBox[invalid="true"] { border-color: @bad; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QSpinBox:disabled, QDateTimeEdit:disabled {
    color: @muted; background: @window; border-color: @border; }
QLineEdit[readOnly="true"], QPlainTextEdit[readOnly="true"] { background: @window; border-color: @border; }
QLineEdit[readOnly="true"]:focus, QPlainTextEdit[readOnly="true"]:focus { border-color: @accent; }
QComboBox { padding-right: 28px; }
QComboBox:focus { padding-right: 27px; }
QComboBox::drop-down, QDateTimeEdit::drop-down { subcontrol-origin: padding; subcontrol-position: center right;
    width: 26px; border: none; background: transparent; }
QComboBox::down-arrow, QDateTimeEdit::down-arrow { image: url(:/portcullis/icons/chevron-down.svg); width: 16px; height: 16px; }
QComboBox QAbstractItemView { background: @surface; border: 1px solid @strongBorder; padding: 4px; outline: none;
    selection-background-color: @selection; selection-color: @text; }
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 6px; border-radius: 4px; }

QProgressBar { background: @border; border: none; border-radius: 4px; min-height: 8px; max-height: 8px; }
QProgressBar::chunk { background: @accent; border-radius: 4px; }

QTabWidget::pane { border: none; border-top: 1px solid @border; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: @muted; padding: 8px 4px; margin-right: 20px;
    border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @text; border-bottom: 2px solid @accent; font-weight: 600; }
QTabBar::tab:focus { color: @accent; }
)";

constexpr const char* kViews = R"(
QAbstractItemView { background: transparent; color: @text; border: none; outline: none;
    selection-background-color: @selection; selection-color: @text; }
QTableView, QTreeView { gridline-color: @border; }
QTableView::item, QTreeView::item { padding: 0 8px; border: none; border-bottom: 1px solid @border; }
QTreeView::item { padding: 0 4px; min-height: 30px; }
QTableView#differences::item { padding: 6px 8px; }
QTableView::item:hover, QTreeView::item:hover { background: @hover; }
QTableView::item:selected, QTreeView::item:selected { background: @selection; color: @text; }
QTreeView::branch { background: transparent; border-bottom: 1px solid @border; }
QTreeView::branch:selected { background: @selection; }
QTreeView::branch:has-children:closed { image: url(:/portcullis/icons/chevron-right.svg); }
QTreeView::branch:has-children:open { image: url(:/portcullis/icons/chevron-down.svg); }
QTableView:focus, QTreeView:focus { border: none; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: transparent; color: @muted; border: none; border-bottom: 1px solid @border;
    padding: 6px 11px; font-size: @caption; font-weight: 600; text-align: left; }
QHeaderView::up-arrow { image: url(:/portcullis/icons/chevron-up.svg); width: 12px; height: 12px; }
QHeaderView::down-arrow { image: url(:/portcullis/icons/chevron-down.svg); width: 12px; height: 12px; }
QTableCornerButton::section { background: transparent; border: none; }

QListWidget#navigation { background: transparent; padding: 0 8px; }
QListWidget#navigation::item { padding: 0 10px; margin: 1px 0; border: 1px solid transparent; border-radius: 7px;
    color: @muted; }
QListWidget#navigation::item:hover { background: @hover; color: @text; }
QListWidget#navigation::item:selected { background: @selection; color: @accent; }
QListWidget#navigation::item:disabled { background: transparent; color: @muted; }
QListWidget#navigation::item:selected:focus { border-color: @accent; }

QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle { background: @strongBorder; border-radius: 4px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; background: none; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
)";

constexpr const char* kCalendar = R"(
QCalendarWidget QWidget { background: @surface; color: @text; alternate-background-color: @hover; }
QCalendarWidget QToolButton { background: transparent; color: @text; border: none; border-radius: 5px; padding: 5px 10px; }
QCalendarWidget QToolButton:hover { background: @hover; }
QCalendarWidget QToolButton#qt_calendar_prevmonth { qproperty-icon: url(:/portcullis/icons/chevron-left.svg); }
QCalendarWidget QToolButton#qt_calendar_nextmonth { qproperty-icon: url(:/portcullis/icons/chevron-right.svg); }
QCalendarWidget QAbstractItemView { selection-background-color: @accent; selection-color: @accentText; }
)";

QString points(double size)
{
    return QLocale::c().toString(size, 'f', 1) + QStringLiteral("pt");
}

} // namespace

QString styleSheet(const Colors& colors, Scheme scheme, double pointSize)
{
    QString sheet = QLatin1String(kFrames) + QLatin1String(kButtons) + QLatin1String(kFields) +
                    QLatin1String(kViews) + QLatin1String(kCalendar);
    // A name that begins with another one stands before it.
    const QList<QPair<QString, QString>> values = {
        {QStringLiteral("@window"), colors.window.name()},
        {QStringLiteral("@sidebar"), colors.sidebar.name()},
        {QStringLiteral("@surface"), colors.surface.name()},
        {QStringLiteral("@hover"), colors.hover.name()},
        {QStringLiteral("@border"), colors.border.name()},
        {QStringLiteral("@strongBorder"), colors.strongBorder.name()},
        {QStringLiteral("@text"), colors.text.name()},
        {QStringLiteral("@muted"), colors.muted.name()},
        {QStringLiteral("@accentHover"), colors.accentHover.name()},
        {QStringLiteral("@accentText"), colors.accentText.name()},
        {QStringLiteral("@accent"), colors.accent.name()},
        {QStringLiteral("@selection"), colors.selection.name()},
        {QStringLiteral("@bad"), colors.bad.name()},
        {QStringLiteral("@scheme"),
         scheme == Scheme::Dark ? QStringLiteral("dark") : QStringLiteral("light")},
        {QStringLiteral("@title"), points(pointSize * 1.7)},
        {QStringLiteral("@heading"), points(pointSize * 1.2)},
        {QStringLiteral("@caption"), points(pointSize * 0.92)},
        {QStringLiteral("@figure"), points(pointSize * 2.0)},
    };
    for (const auto& [name, value] : values) {
        sheet.replace(name, value);
    }
    return sheet;
}

} // namespace portcullis::ui
