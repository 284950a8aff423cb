#pragma once

#include "gateway/api/allow_rule.h"

#include <QWidget>

#include <vector>

class QListWidget;
class QPushButton;

namespace portcullis::ui {

// The rules of an allow-list that a tree of tools cannot show: with conditions, denying, for tools
// by what their server says of them, for prompts and resources. Owner: AllowListEditor. GUI thread.
class SpecialRules final : public QWidget
{
    Q_OBJECT

public:
    explicit SpecialRules(QWidget* parent = nullptr);

    void setRules(std::vector<api::AllowRule> rules);

    [[nodiscard]] const std::vector<api::AllowRule>& rules() const { return m_rules; }

    // The button that asks for an explanation; hidden until somebody can give one.
    void offerExplanation();

signals:
    void rulesChanged(); // by the person
    void explanationRequested();

private:
    void addRule();
    void editRule();
    void removeRule();
    void refresh(int chosen);
    [[nodiscard]] int chosen() const;

    std::vector<api::AllowRule> m_rules;
    QListWidget* m_list;
    QPushButton* m_edit;
    QPushButton* m_remove;
    QPushButton* m_why;
};

} // namespace portcullis::ui
