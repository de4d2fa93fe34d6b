// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.dynamodb;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeLimitsRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeLimitsResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveResponse;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.ExecuteTransactionRequest;
import software.amazon.awssdk.services.dynamodb.model.ExecuteTransactionResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.ListStreamsRequest;
import software.amazon.awssdk.services.dynamodb.model.ListStreamsResponse;
import software.amazon.awssdk.services.dynamodb.model.ListTablesRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTablesResponse;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TagResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.TagResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UntagResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.UntagResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveResponse;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.dynamodb.services.local.server.DynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.shared.access.AmazonDynamoDBLocal;

/**
 * The databases of all twins of this process, each under the name that its requests carry as their access key. DynamoDB
 * Local's own handler never gives a database back, nor its threads; here a twin that closes takes its own along.
 */
final class Databases extends DynamoDBRequestHandler {
    private final Map<String, AmazonDynamoDBLocal> open = new ConcurrentHashMap<>();

    Databases() {
        super(0);
    }

    void add(String name, AmazonDynamoDBLocal database) {
        open.put(name, database);
    }

    void remove(String name) {
        AmazonDynamoDBLocal database = open.remove(name);
        if (database != null) {
            database.shutdownNow();
        }
    }

    @Override
    public void shutdown() {
        open.keySet().forEach(this::remove);
    }

    private DynamoDbClient tables(String name) {
        return find(name).dynamoDbClient();
    }

    private DynamoDbStreamsClient streams(String name) {
        return find(name).dynamoDbStreamsClient();
    }

    private AmazonDynamoDBLocal find(String name) {
        AmazonDynamoDBLocal database = open.get(name);
        if (database == null) {
            throw new IllegalStateException("the twin of database " + name + " is closed");
        }
        return database;
    }

    @Override
    public CreateTableResponse createTable(String database, String region, CreateTableRequest request) {
        return tables(database).createTable(request);
    }

    @Override
    public DeleteTableResponse deleteTable(String database, String region, DeleteTableRequest request) {
        return tables(database).deleteTable(request);
    }

    @Override
    public DescribeTableResponse describeTable(String database, String region, DescribeTableRequest request) {
        return tables(database).describeTable(request);
    }

    @Override
    public UpdateTableResponse updateTable(String database, String region, UpdateTableRequest request) {
        return tables(database).updateTable(request);
    }

    @Override
    public ListTablesResponse listTables(String database, String region, ListTablesRequest request) {
        return tables(database).listTables(request);
    }

    @Override
    public DescribeLimitsResponse describeLimits(String database, String region, DescribeLimitsRequest request) {
        return tables(database).describeLimits(request);
    }

    @Override
    public GetItemResponse getItem(String database, String region, GetItemRequest request) {
        return tables(database).getItem(request);
    }

    @Override
    public PutItemResponse putItem(String database, String region, PutItemRequest request) {
        return tables(database).putItem(request);
    }

    @Override
    public UpdateItemResponse updateItem(String database, String region, UpdateItemRequest request) {
        return tables(database).updateItem(request);
    }

    @Override
    public DeleteItemResponse deleteItem(String database, String region, DeleteItemRequest request) {
        return tables(database).deleteItem(request);
    }

    @Override
    public QueryResponse query(String database, String region, QueryRequest request) {
        return tables(database).query(request);
    }

    @Override
    public ScanResponse scan(String database, String region, ScanRequest request) {
        return tables(database).scan(request);
    }

    @Override
    public BatchGetItemResponse batchGetItem(String database, String region, BatchGetItemRequest request) {
        return tables(database).batchGetItem(request);
    }

    @Override
    public BatchWriteItemResponse batchWriteItem(String database, String region, BatchWriteItemRequest request) {
        return tables(database).batchWriteItem(request);
    }

    @Override
    public TransactGetItemsResponse transactGetItems(String database, String region, TransactGetItemsRequest request) {
        return tables(database).transactGetItems(request);
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(
            String database, String region, TransactWriteItemsRequest request) {
        return tables(database).transactWriteItems(request);
    }

    @Override
    public ExecuteStatementResponse executeStatement(String database, String region, ExecuteStatementRequest request) {
        return tables(database).executeStatement(request);
    }

    @Override
    public BatchExecuteStatementResponse batchExecuteStatement(
            String database, String region, BatchExecuteStatementRequest request) {
        return tables(database).batchExecuteStatement(request);
    }

    @Override
    public ExecuteTransactionResponse executeTransaction(
            String database, String region, ExecuteTransactionRequest request) {
        return tables(database).executeTransaction(request);
    }

    @Override
    public DescribeTimeToLiveResponse describeTimeToLive(
            String database, String region, DescribeTimeToLiveRequest request) {
        return tables(database).describeTimeToLive(request);
    }

    @Override
    public UpdateTimeToLiveResponse updateTimeToLive(String database, String region, UpdateTimeToLiveRequest request) {
        return tables(database).updateTimeToLive(request);
    }

    @Override
    public ListTagsOfResourceResponse listTagsOfResource(
            String database, String region, ListTagsOfResourceRequest request) {
        return tables(database).listTagsOfResource(request);
    }

    @Override
    public TagResourceResponse tagResource(String database, String region, TagResourceRequest request) {
        return tables(database).tagResource(request);
    }

    @Override
    public UntagResourceResponse untagResource(String database, String region, UntagResourceRequest request) {
        return tables(database).untagResource(request);
    }

    @Override
    public ListStreamsResponse listStreams(String database, String region, ListStreamsRequest request) {
        return streams(database).listStreams(request);
    }

    @Override
    public DescribeStreamResponse describeStream(String database, String region, DescribeStreamRequest request) {
        return streams(database).describeStream(request);
    }

    @Override
    public GetShardIteratorResponse getShardIterator(String database, String region, GetShardIteratorRequest request) {
        return streams(database).getShardIterator(request);
    }

    @Override
    public GetRecordsResponse getRecords(String database, String region, GetRecordsRequest request) {
        return streams(database).getRecords(request);
    }
}
