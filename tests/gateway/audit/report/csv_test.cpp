#include "gateway/audit/report/csv.h"

#include <gtest/gtest.h>

#include <vector>

namespace portcullis::audit::report {
namespace {

std::string row(const std::vector<std::string>& cells)
{
    return csvRow(cells);
}

TEST(Csv, PlainCellsStayAsTheyAre)
{
    EXPECT_EQ(row({"7", "files", ""}), "7,files,\r\n");
}

TEST(Csv, CommasQuotesAndLineEndsAreQuoted)
{
    EXPECT_EQ(row({"a,b", "say \"no\"", "x\r\ny"}), "\"a,b\",\"say \"\"no\"\"\",\"x\r\ny\"\r\n");
}

TEST(Csv, WhatASpreadsheetTakesForAFormulaIsATextForIt)
{
    for (const char* const cell : {"=1+1", "+1", "-1", "@sum(a1)", "\tx", "\rx", "\nx"}) {
        EXPECT_EQ(row({cell}), "\"'" + std::string(cell) + "\"\r\n");
    }
}

TEST(Csv, AFormulaThatBeginsLaterInTheCellIsNone)
{
    EXPECT_EQ(row({"a=1"}), "a=1\r\n");
}

TEST(Csv, TheFirstCellMayBeEmpty)
{
    EXPECT_EQ(row({"", "", "x"}), ",,x\r\n");
}

} // namespace
} // namespace portcullis::audit::report
