"""The LanguageTool HTTP API: how LibreOffice, and every other client of LanguageTool, asks about running text."""
